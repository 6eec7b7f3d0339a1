import { createBatch } from './batch.ts';
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

export interface SchedulerOptions {
  slots: number;
  stepMs: number;
  prefillTokensPerStep: number;
  prefillMsPerToken: number;
  memory: SequenceMemory;
  /** Each step's time, shared equally by the sequences that ran in it. */
  onCompute?: (tenant: string, model: string, ms: number) => void;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { slots, memory } = options;
  const batch = createBatch();
  const line = createWaitingLine(slots, batch, memory);
  let currentStepMs = 0;

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
      const promptTokens = batch.planPrefill(options.prefillTokensPerStep);
      currentStepMs = options.stepMs + promptTokens * options.prefillMsPerToken;
      return { stepMs: currentStepMs };
    },
    endStep: (nowMs) => {
      for (const { tenant, model } of batch.sequences()) {
        options.onCompute?.(tenant, model, currentStepMs / batch.size);
      }
      for (const sequence of batch.advance()) {
        stop(sequence, nowMs);
        sequence.onEnd('finished');
      }
    },
  };
}
