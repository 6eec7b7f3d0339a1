import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../../src/model/objective.ts';
import { checkWith } from '../check-with.ts';
import { floodPlan } from '../example-arm.ts';
import { floodRecord, slower, steady, unstarted, type Answering } from '../example-flood.ts';

// Eight pairs with 320 measured requests in each window of 8 measured seconds.
const judge = (indicator: Indicator, limit: number, victim: Answering = steady) =>
  checkWith(indicator, limit).judge(floodPlan, floodRecord({ pairs: 8, victim }));

/** So many of a hundred requests fail under attack. */
const failing =
  (ofHundred: (pair: number) => number, status = 503): Answering =>
  (window, index) =>
    window.phase === 'attack' && index % 100 < ofHundred(window.pair)
      ? { latencyMs: 1, status }
      : steady(window, index);

describe('a share of failed requests', () => {
  const errors = { kind: 'error-ratio' } as const;

  it('is held when surely no more fail than may', () => {
    const found = judge(errors, 0.01);
    expect(found).toMatchObject({ status: 'held', measured: 0, limit: 0.01, samples: 2560, pValue: 1 });
    expect(found.reason).toBe('0 of 2,560 requests failed under attack (0 %), 1 % may');
  });

  it('is breached when surely more fail', () => {
    const found = judge(
      errors,
      0.01,
      failing(() => 5),
    );
    expect(found).toMatchObject({ status: 'breached', measured: 120 / 2560 });
    expect(found.interval?.low).toBeGreaterThan(0.01);
  });

  it('is inconclusive when about as many fail as may', () => {
    expect(
      judge(
        errors,
        0.01,
        failing(() => 1),
      ).status,
    ).toBe('inconclusive');
  });

  it('is inconclusive when all that failed failed in one window, for so may all others have been', () => {
    const found = judge(
      errors,
      0.01,
      failing((pair) => (pair === 3 ? 50 : 0)),
    );
    expect(found.measured).toBeGreaterThan(0.05);
    expect(found.status).toBe('inconclusive');
  });

  it.each([
    ['got no answer', failing(() => 5, 0)],
    ['were never started', (window, index) => (index % 20 === 0 ? unstarted : steady(window, index))],
  ] satisfies [string, Answering][])('counts those that %s', (_what, victim) => {
    expect(judge(errors, 0.01, victim).status).toBe('breached');
  });

  describe('where none may fail', () => {
    const once: Answering = (window, index) =>
      window.index === 3 && index === 200 ? { latencyMs: 1, status: 500 } : steady(window, index);

    it('is held by none, and breached by one', () => {
      expect(judge(errors, 0)).toMatchObject({ status: 'held', pValue: 1 });
      expect(judge(errors, 0, once)).toMatchObject({ status: 'breached', pValue: 0 });
    });

    it('is breached by one in two windows, too, which is no matter of chance', () => {
      const found = checkWith(errors, 0).judge(floodPlan, floodRecord({ pairs: 2, victim: once }));
      expect(found).toMatchObject({ status: 'breached', pValue: 0 });
    });
  });

  it('is inconclusive on one window', () => {
    expect(checkWith(errors, 0.01).judge(floodPlan, floodRecord({ pairs: 1 }))).toMatchObject({
      status: 'inconclusive',
      measured: null,
    });
  });
});

describe('requests served in a second', () => {
  const served = { kind: 'throughput' } as const;

  it('are held when they are surely enough', () => {
    const found = judge(served, 39);
    expect(found).toMatchObject({ status: 'held', measured: 40, limit: 39, samples: 2560, pValue: 1 });
    expect(found.reason).toBe(
      '40 requests/s were served in 8 attack windows, between 40 and 40 by their spread',
    );
  });

  it('are held at the limit itself', () => {
    expect(judge(served, 40).status).toBe('held');
  });

  it('are breached when they are surely too few', () => {
    const found = judge(
      served,
      39,
      failing((pair) => 20 + pair),
    );
    expect(found.status).toBe('breached');
    expect(found.interval?.high).toBeLessThan(39);
    expect(found.pValue).toBeLessThan(1e-4);
  });

  it('are inconclusive when the windows disagree', () => {
    const found = judge(
      served,
      35,
      failing((pair) => (pair % 2 === 0 ? 0 : 40)),
    );
    expect(found.status).toBe('inconclusive');
    expect(found.interval?.low).toBeLessThan(35);
    expect(found.interval?.high).toBeGreaterThan(35);
  });

  it('do not count what was never started', () => {
    const half: Answering = (window, index) => (index % 2 ? unstarted : steady(window, index));
    expect(judge(served, 39, half)).toMatchObject({ status: 'breached', measured: 20, samples: 2560 });
  });
});

describe('requests served in time in a second', () => {
  const inTime = { kind: 'goodput', withinMs: 45 } as const;

  it('are held when enough come in time', () => {
    expect(judge(inTime, 39)).toMatchObject({ status: 'held', measured: 40 });
    expect(judge(inTime, 39).reason).toContain('were served within 45 ms in 8 attack windows');
  });

  it('are breached when enough are served, and too few in time', () => {
    expect(judge({ kind: 'throughput' }, 39, slower(1.5)).status).toBe('held');
    expect(judge(inTime, 39, slower(1.5)).status).toBe('breached');
  });

  it('are inconclusive when the windows disagree', () => {
    const torn: Answering = (window, index) => slower(window.pair % 2 === 0 ? 1 : 1.5)(window, index);
    expect(judge(inTime, 30, torn).status).toBe('inconclusive');
  });

  it('count one that took exactly as long as it may', () => {
    // 1.001 * 1000 is not a whole number.
    const victim: Answering = () => ({ latencyMs: 1.001 });
    expect(judge({ kind: 'goodput', withinMs: 1.001 }, 40, victim).status).toBe('held');
    expect(judge({ kind: 'goodput', withinMs: 1 }, 40, victim).status).toBe('breached');
  });

  it('are inconclusive on one window', () => {
    expect(checkWith(inTime, 39).judge(floodPlan, floodRecord({ pairs: 1 }))).toMatchObject({
      status: 'inconclusive',
      measured: null,
    });
  });
});
