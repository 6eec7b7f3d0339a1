import { describe, expect, test } from 'vitest';
import { exactCounts } from '../../../../src/judge/load/exact-counts.ts';
import {
  percentileHigh,
  percentileLow,
  type PercentileSample,
} from '../../../../src/judge/statistics/percentile-bounds.ts';
import type { LatencyCounts } from '../../../../src/model/load-digest.ts';
import { seeded } from '../seeded.ts';

const oneTo = (last: number): LatencyCounts => {
  const counts = exactCounts();
  for (let value = 1; value <= last; value++) counts.add(value);
  return counts;
};
/** Both ends, each with the same chance of being wrong. */
const percentileBounds = (sample: PercentileSample, error: number) => ({
  low: percentileLow(sample, error),
  high: percentileHigh(sample, error),
});

const rest = { endless: 0, share: 0.9, effect: 1 };

describe('the interval of a percentile', () => {
  test('has the ranks of the tables: of 100 values the 90th, at 2.5 % a side, from the 82nd to the 95th', () => {
    // P(Bin(100, 0.9) ≤ 81) = 0.0046, ≤ 82: 0.0100, ≤ 83: 0.0206 | ≥ 96: 0.0237, so the 84th to the 96th.
    expect(percentileBounds({ ...rest, counts: oneTo(100) }, 0.025)).toEqual({ low: 84, high: 96 });
  });

  test('has no upper end below 29 values at 5 %, and one from there on', () => {
    expect(percentileBounds({ ...rest, counts: oneTo(28) }, 0.05).high).toBe(Number.POSITIVE_INFINITY);
    expect(percentileBounds({ ...rest, counts: oneTo(29) }, 0.05).high).toBe(29);
  });

  test('has no lower end where all values together say nothing', () => {
    expect(percentileBounds({ ...rest, share: 0.5, counts: oneTo(4) }, 0.05).low).toBe(0);
    expect(percentileBounds({ ...rest, share: 0.5, counts: oneTo(5) }, 0.05).low).toBe(1);
    expect(percentileBounds({ ...rest, counts: oneTo(0) }, 0.05)).toEqual({
      low: 0,
      high: Number.POSITIVE_INFINITY,
    });
  });

  test('is wider where requests share their luck, and endless where failed ones may be the percentile', () => {
    const alone = percentileBounds({ ...rest, counts: oneTo(200) }, 0.01);
    const shared = percentileBounds({ ...rest, effect: 2, counts: oneTo(200) }, 0.01);
    expect(shared.low).toBeLessThan(alone.low);
    expect(shared.high).toBeGreaterThan(alone.high);
    expect(percentileBounds({ ...rest, endless: 20, counts: oneTo(180) }, 0.01).high).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test('misses the true percentile no more often than it says', () => {
    const chance = seeded(11);
    const truth = 900;
    let [above, below] = [0, 0];
    const rounds = 3000;
    for (let round = 0; round < rounds; round++) {
      const counts = exactCounts();
      for (let sample = 0; sample < 120; sample++) counts.add(1000 * chance.uniform());
      const { low, high } = percentileBounds({ ...rest, counts }, 0.05);
      if (low > truth) below++;
      if (high < truth) above++;
    }
    expect(below / rounds).toBeLessThan(0.06);
    expect(above / rounds).toBeLessThan(0.06);
  });
});
