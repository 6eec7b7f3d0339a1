import { describe, expect, it } from 'vitest';
import { randomSchedule } from './random-schedule.ts';
import { createVirtualEngine } from './virtual-engine.ts';

/** Divisible by every batch size up to eight, so that shares add up without rounding. */
const stepMs = 840;

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("a step's time", () => {
  it('is shared by those who were there when it began: who hangs up pays for the step under way', () => {
    const { play, computeMs } = createVirtualEngine();
    play({ a1: { tenant: 'a', abortAtMs: 1 }, b1: { tenant: 'b', maxTokens: 1 } });
    expect(computeMs).toEqual(
      new Map([
        ['a', 2],
        ['b', 6],
      ]),
    );
  });

  it('is paid in full by the last one that hangs up', () => {
    const { play, computeMs, steps } = createVirtualEngine();
    play({ a1: { abortAtMs: 1 } });
    expect(computeMs).toEqual(new Map([['a', 4]]));
    expect(steps).toHaveLength(1);
  });

  it('costs the one with the long prompt what the prompt adds to it', () => {
    const { play, computeMs } = createVirtualEngine({ PREFILL_MS_PER_TOKEN: '0.5' });
    play({
      a1: { tenant: 'a', promptTokens: 2, maxTokens: 1 },
      b1: { tenant: 'b', promptTokens: 20, maxTokens: 1 },
    });
    expect(computeMs).toEqual(
      new Map([
        ['a', 4 + 1],
        ['b', 4 + 10],
      ]),
    );
  });

  it.each(Array.from({ length: 40 }, (_, index) => index + 1))(
    'adds up over all tenants, whoever hangs up and when (seed %i)',
    (seed) => {
      const tenants = ['a', 'b', 'c'];
      const { play, steps, computeMs, nowMs } = createVirtualEngine(
        { STEP_MS: `${stepMs}`, PREFILL_MS_PER_TOKEN: '3', GPU_MEMORY_BYTES: '1200' },
        { a: 400, b: 400, c: 400 },
      );
      play(
        randomSchedule({
          seed,
          requests: 60,
          tenants,
          overMs: 60 * stepMs,
          abortShare: 0.5,
          patienceMs: 20 * stepMs,
        }),
      );
      for (const { ms, shares } of steps) expect(sum(shares.map((share) => share.ms))).toBe(ms);
      const busyMs = sum(steps.map(({ ms }) => ms));
      expect(steps.length).toBeGreaterThan(60);
      expect(sum(computeMs.values())).toBe(busyMs);
      expect(busyMs).toBeLessThanOrEqual(nowMs());
    },
  );
});
