import { describe, expect, it } from 'vitest';
import type { NextStep, Scheduler } from '../../../../src/reference-stack/engine/scheduler.ts';
import { createStepClock, type Timer } from '../../../../src/reference-stack/engine/step-clock.ts';

/** A timer that fires late by what it is told, and a scheduler that only notes when its steps end. */
function stage(steps: NextStep[], lateMs: readonly number[] = []) {
  let nowMs = 0;
  let fires = 0;
  let pending: { atMs: number; callback: () => void } | undefined;
  const ends: number[] = [];
  const seenAt: number[] = [];
  const timer: Timer = {
    now: () => nowMs,
    after: (ms, callback) => {
      const own = { atMs: nowMs + ms + (lateMs[fires] ?? 0), callback };
      fires += 1;
      pending = own;
      return () => {
        if (pending === own) pending = undefined;
      };
    },
  };
  const scheduler: Scheduler = {
    running: 0,
    waiting: 0,
    submit: () => {},
    cancel: () => {},
    beginStep: () => steps.shift(),
    endStep: (atMs) => {
      ends.push(atMs);
      seenAt.push(nowMs);
    },
  };
  const run = (): void => {
    while (pending) {
      const { atMs, callback } = pending;
      pending = undefined;
      nowMs = atMs;
      callback();
    }
  };
  return {
    kick: createStepClock(scheduler, timer),
    run,
    ends,
    seenAt,
    at: (ms: number) => void (nowMs = ms),
  };
}

const step = { stepMs: 4 };

describe('step clock', () => {
  it('lays steps end to end however late the timer is', () => {
    const { kick, run, ends, seenAt } = stage([step, step, step, step], [0.9, 0.3, 0.8, 0.1]);
    kick();
    run();
    expect(ends).toEqual([4, 8, 12, 16]);
    expect(seenAt.every((seen, index) => Math.abs(seen - (ends[index] ?? 0)) <= 1.5)).toBe(true);
  });

  it('catches up the steps of a stall', () => {
    const { kick, run, ends, seenAt } = stage([step, step, step, step], [20]);
    kick();
    run();
    expect(ends).toEqual([4, 8, 12, 16]);
    expect(seenAt).toEqual([24, 24, 24, 24]);
  });

  it('starts at once when something comes while it stands still', () => {
    const { kick, run, ends, at } = stage([step, undefined, step]);
    kick();
    run();
    at(101.3);
    kick();
    run();
    expect(ends).toEqual([4, 105.3]);
  });

  it('wakes when weights are loaded', () => {
    const { kick, run, ends } = stage([{ wakeAtMs: 300 }, step]);
    kick();
    run();
    expect(ends).toEqual([304]);
  });
});
