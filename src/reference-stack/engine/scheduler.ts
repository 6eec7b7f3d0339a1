import { createBatch, type Part } from './batch.ts';
import type { SequenceMemory } from './sequence-memory.ts';
import type { Sequence } from './sequence.ts';
import { createWaitingLine } from './waiting-line.ts';

/** What the GPU does next: a step, a wait for weights, or nothing. */
export type NextStep = { stepMs: number } | { wakeAtMs: number } | undefined;

/** Continuous batching on a clock that the caller owns: deterministic, no time of its own. */
export interface Scheduler {
  readonly running: number;
  readonly waiting: number;
  submit(sequence: Sequence): void;
  /** Takes a sequence out at once, wherever it is. */
  cancel(sequence: Sequence, nowMs: number): void;
  /** Fills free slots and starts a step. */
  beginStep(nowMs: number): NextStep;
  /** Ends the step that was begun: every sequence past its prompt gains one token. */
  endStep(nowMs: number): void;
}

/** What one sequence owes for a step. */
export interface Share {
  tenant: string;
  model: string;
  promptTokens: number;
  ms: number;
}

export interface SchedulerOptions {
  slots: number;
  stepMs: number;
  prefillTokensPerStep: number;
  prefillMsPerToken: number;
  memory: SequenceMemory;
  /** A step has ended. The shares add up to its time, and are those of the sequences that were there when it began. */
  onStep?: (stepMs: number, shares: readonly Share[]) => void;
}

interface Step {
  ms: number;
  shares: Share[];
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { slots, memory } = options;
  const batch = createBatch();
  const line = createWaitingLine(slots, batch, memory);
  let step: Step = { ms: 0, shares: [] };

  const stop = (sequence: Sequence, nowMs: number): void => {
    if (batch.remove(sequence)) memory.release(sequence, nowMs);
  };

  return {
    get running() {
      return batch.size;
    },
    get waiting() {
      return line.size;
    },
    submit: (sequence) => line.add(sequence),
    cancel: (sequence, nowMs) => {
      line.remove(sequence);
      stop(sequence, nowMs);
    },
    beginStep: (nowMs) => {
      const wakeAtMs = line.admit(nowMs);
      if (batch.size === 0) return Number.isFinite(wakeAtMs) ? { wakeAtMs } : undefined;
      step = stepOf(batch.plan(options.prefillTokensPerStep), options);
      return { stepMs: step.ms };
    },
    endStep: (nowMs) => {
      options.onStep?.(step.ms, step.shares);
      const { prefilled, finished } = batch.advance();
      for (const sequence of prefilled) memory.keepPrompt(sequence);
      for (const sequence of finished) {
        stop(sequence, nowMs);
        sequence.onEnd('finished');
      }
    },
  };
}

/** The step itself is shared equally; what a prompt adds to it is for the one whose prompt it is. */
function stepOf(parts: readonly Part[], { stepMs, prefillMsPerToken }: SchedulerOptions): Step {
  const shares = parts.map(({ sequence: { tenant, model }, promptTokens }) => ({
    tenant,
    model,
    promptTokens,
    ms: stepMs / parts.length + promptTokens * prefillMsPerToken,
  }));
  const promptTokens = parts.reduce((sum, part) => sum + part.promptTokens, 0);
  return { ms: stepMs + promptTokens * prefillMsPerToken, shares };
}
