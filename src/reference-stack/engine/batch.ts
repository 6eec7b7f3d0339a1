import type { Sequence } from './sequence.ts';

interface Progress {
  promptLeft: number;
  /** Prompt tokens that the step under way works through. */
  promptNow: number;
  tokensLeft: number;
}

/** The sequences that run at once. */
export interface Batch {
  readonly size: number;
  slotsOf(tenant: string): number;
  add(sequence: Sequence): void;
  /** False if it was not running. */
  remove(sequence: Sequence): boolean;
  /** Shares out the step's prompt tokens in order of arrival; returns how many it works through. */
  planPrefill(maxTokens: number): number;
  /** Moves every sequence on by one step; returns those that have their last token. */
  advance(): Sequence[];
  sequences(): Iterable<Sequence>;
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
    add: (sequence) =>
      void running.set(sequence, {
        promptLeft: sequence.promptTokens,
        promptNow: 0,
        tokensLeft: sequence.maxTokens,
      }),
    remove: (sequence) => running.delete(sequence),
    planPrefill: (maxTokens) => {
      let budget = maxTokens;
      for (const progress of running.values()) {
        progress.promptNow = Math.min(progress.promptLeft, budget);
        budget -= progress.promptNow;
      }
      return maxTokens - budget;
    },
    advance: () => {
      const done: Sequence[] = [];
      for (const [sequence, progress] of running) {
        if (progress.promptLeft > 0) {
          progress.promptLeft -= progress.promptNow;
          continue;
        }
        progress.tokensLeft -= 1;
        sequence.onToken();
        if (progress.tokensLeft === 0) done.push(sequence);
      }
      return done;
    },
    sequences: () => running.keys(),
  };
}
