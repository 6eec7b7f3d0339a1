import type { Scheduler } from './scheduler.ts';

/** Real time, or a test's. */
export interface Timer {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

const realTimer: Timer = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timeout = setTimeout(callback, ms);
    return () => clearTimeout(timeout);
  },
};

/** Timers tick in whole milliseconds: waking up to half of one early keeps the error around zero. */
const earlyMs = 0.5;

/**
 * Runs a scheduler in real time. Steps are laid end to end on the clock, each due where the last was due to
 * end, so that late timers delay an answer by less than a millisecond and never add up; after a stall the
 * steps that the GPU would have done meanwhile are caught up at once.
 * @returns to be called after each submit: starts the clock if it stands still
 */
export function createStepClock(scheduler: Scheduler, timer: Timer = realTimer): () => void {
  let cancelTimer: (() => void) | undefined;
  let stepEndsMs: number | undefined;

  const arm = (atMs: number): void => {
    cancelTimer?.();
    cancelTimer = timer.after(Math.max(1, Math.round(atMs - timer.now())), tick);
  };

  const begin = (atMs: number): void => {
    const next = scheduler.beginStep(atMs);
    stepEndsMs = next && 'stepMs' in next ? atMs + next.stepMs : undefined;
    if (next && 'wakeAtMs' in next) arm(next.wakeAtMs);
  };

  const tick = (): void => {
    cancelTimer = undefined;
    if (stepEndsMs === undefined) begin(timer.now());
    for (let endMs = stepEndsMs; endMs !== undefined; endMs = stepEndsMs) {
      if (endMs - earlyMs > timer.now()) return arm(endMs);
      scheduler.endStep(endMs);
      begin(endMs);
    }
  };

  return () => {
    if (stepEndsMs === undefined) tick();
  };
}
