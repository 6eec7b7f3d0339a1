import type { Sequence } from './sequence.ts';
import { sharePrefill } from './share-prefill.ts';

interface Progress {
  promptLeft: number;
  /** Prompt tokens that the step under way works through. */
  promptNow: number;
  tokensLeft: number;
}

/** A sequence's part in the step under way. */
export interface Part {
  sequence: Sequence;
  /** Prompt tokens that the step works through for it. */
  promptTokens: number;
}

/** The sequences that run at once. */
export interface Batch {
  readonly size: number;
  slotsOf(tenant: string): number;
  /** @param cachedTokens of its prompt, fewer than all: they need no step */
  add(sequence: Sequence, cachedTokens: number): void;
  /** False if it was not running. */
  remove(sequence: Sequence): boolean;
  /** Shares out the step's prompt tokens; returns every sequence's part. */
  plan(maxPromptTokens: number): Part[];
  /** Moves every sequence on by one step; returns those whose prompt is done now, and those that have their last token. */
  advance(): { prefilled: Sequence[]; finished: Sequence[] };
}

export function createBatch(): Batch {
  const running = new Map<Sequence, Progress>();
  return {
    get size() {
      return running.size;
    },
    slotsOf: (tenant) => {
      let held = 0;
      for (const sequence of running.keys()) if (sequence.tenant === tenant) held += 1;
      return held;
    },
    add: (sequence, cachedTokens) =>
      void running.set(sequence, {
        promptLeft: sequence.promptTokens - cachedTokens,
        promptNow: 0,
        tokensLeft: sequence.maxTokens,
      }),
    remove: (sequence) => running.delete(sequence),
    plan: (maxPromptTokens) => {
      const needs = [...running].map(([{ tenant }, { promptLeft }]) => ({ tenant, promptLeft }));
      const tokens = sharePrefill(needs, maxPromptTokens);
      return [...running].map(([sequence, progress], index) => {
        progress.promptNow = tokens[index] ?? 0;
        return { sequence, promptTokens: progress.promptNow };
      });
    },
    advance: () => {
      const prefilled: Sequence[] = [];
      const finished: Sequence[] = [];
      for (const [sequence, progress] of running) {
        if (progress.promptLeft > 0) {
          progress.promptLeft -= progress.promptNow;
          if (progress.promptLeft === 0) prefilled.push(sequence);
          continue;
        }
        progress.tokensLeft -= 1;
        sequence.onToken();
        if (progress.tokensLeft === 0) finished.push(sequence);
      }
      return { prefilled, finished };
    },
  };
}
