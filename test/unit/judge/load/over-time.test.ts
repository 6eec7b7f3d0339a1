import { describe, expect, it } from 'vitest';
import { overTime } from '../../../../src/judge/load/over-time.ts';
import { momentError } from '../../../../src/model/story.ts';

const second = 1000;
const windows = [
  { fromMs: 100 * second, toMs: 108 * second },
  { fromMs: 108 * second, toMs: 116 * second },
];

const counted = (samples: readonly (readonly [secondsIn: number, latencyMs: number, status?: number])[]) => {
  const growing = overTime(windows);
  for (const [secondsIn, latencyMs, status = 200] of samples)
    growing.add({ intendedMs: (100 + secondsIn) * second, latencyMs, status });
  return growing.moments();
};

describe('a load over time', () => {
  it('has a moment for each second in which something was due', () => {
    const moments = counted([
      [0, 30],
      [0.999, 30],
      [5, 30],
    ]);
    expect(moments.map(({ fromMs, toMs, due }) => [fromMs, toMs, due])).toEqual([
      [100_000, 101_000, 2],
      [105_000, 106_000, 1],
    ]);
  });

  it('leaves out what was due outside the windows', () => {
    expect(
      counted([
        [-0.001, 30],
        [16, 30],
      ]),
    ).toEqual([]);
  });

  it.each([0.1, 0.5, 1, 7.3, 36.02, 999.9, 12_345, 59_999])(
    'tells %f ms to within its error',
    (latencyMs) => {
      const [moment] = counted([[1, latencyMs]]);
      const seen = moment?.percentile(0.99) ?? Number.NaN;
      expect(Math.abs(seen - latencyMs) / seen).toBeLessThanOrEqual(momentError + 1e-9);
    },
  );

  it('takes the rank that is asked for', () => {
    const [moment] = counted([
      [1, 10],
      [1, 10],
      [1, 10],
      [1, 500],
    ]);
    expect(moment?.percentile(0.5)).toBeCloseTo(10, 0);
    expect(moment?.percentile(0.99)).toBeGreaterThan(480);
  });

  it('counts what was not served, or never started, as slower than everything', () => {
    const [moment] = counted([
      [1, 10],
      [1, 1, 429],
      [1, Number.NaN, -1],
    ]);
    expect(moment).toMatchObject({ due: 3, failed: 2 });
    expect(moment?.percentile(0.3)).toBeCloseTo(10, 0);
    expect(moment?.percentile(0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('has no more than three hundred moments, however long it lasts', () => {
    const growing = overTime([{ fromMs: 0, toMs: 3600 * second }]);
    for (let at = 0; at < 3600; at++) growing.add({ intendedMs: at * second, latencyMs: 20, status: 200 });
    const moments = growing.moments();
    expect(moments).toHaveLength(300);
    expect(moments.every(({ due }) => due === 12)).toBe(true);
  });

  it('of no windows has no moments', () => {
    const growing = overTime([]);
    growing.add({ intendedMs: 0, latencyMs: 20, status: 200 });
    expect(growing.moments()).toEqual([]);
  });
});
