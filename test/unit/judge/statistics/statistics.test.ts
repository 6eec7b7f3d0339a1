import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../../../src/judge/statistics/mean-interval.ts';
import { pairedLogRatio, pairsToDecide } from '../../../../src/judge/statistics/paired-log-ratio.ts';
import { percentile } from '../../../../src/judge/statistics/percentile.ts';
import { fewestSamples } from '../../../../src/model/fewest-samples.ts';

const oneTo = (n: number): Float64Array => Float64Array.from({ length: n }, (_, index) => index + 1);

describe('percentile', () => {
  it.each([
    [100, 0.99, 99],
    [101, 0.99, 100],
    [299, 0.99, 297],
    [1, 0.99, 1],
    [10, 0.5, 5],
    [100, 0.07, 7],
    [100, 1, 100],
  ])('of 1 … %i at %f is %i, by nearest rank', (n, share, expected) => {
    expect(percentile(oneTo(n), share)).toBe(expected);
  });

  it('of nothing is not a number', () => {
    expect(percentile(new Float64Array(0), 0.99)).toBeNaN();
  });
});

describe('fewestSamples', () => {
  // The table in statistics.md.
  it.each([
    [0.99, 0.05, 299],
    [0.99, 0.025, 368],
    [0.99, 0.01, 459],
    [0.999, 0.05, 2995],
    [0.999, 0.01, 4603],
  ])('for %f with error %f is %i', (share, error, expected) => {
    expect(fewestSamples(share, error)).toBe(expected);
  });
});

describe('meanInterval', () => {
  it('is the textbook interval: t(0.975, 4) = 2.776', () => {
    const interval = meanInterval([1, 2, 3, 4, 5], 0.025);
    expect(interval?.mean).toBe(3);
    expect(interval?.high).toBeCloseTo(3 + (2.776445 * Math.sqrt(2.5)) / Math.sqrt(5), 5);
    expect(interval?.low).toBeCloseTo(3 - (2.776445 * Math.sqrt(2.5)) / Math.sqrt(5), 5);
  });

  it('does not exist for one value', () => {
    expect(meanInterval([1], 0.025)).toBeUndefined();
  });
});

describe('pairedLogRatio', () => {
  const pairs = [
    { baseline: 40, attack: 44 },
    { baseline: 80, attack: 80 },
    { baseline: 20, attack: 25 },
  ];
  const error = { low: 0.005, high: 0.005 };

  it('is the geometric mean of the ratios, whatever the level of each pair', () => {
    const interval = pairedLogRatio(pairs, error);
    expect(interval?.ratio).toBeCloseTo(Math.cbrt(1.1 * 1 * 1.25), 10);
    expect(interval?.confidence).toBeCloseTo(0.99, 10);
  });

  it('is mirrored when baseline and attack change places', () => {
    const there = pairedLogRatio(pairs, error);
    const back = pairedLogRatio(
      pairs.map(({ baseline, attack }) => ({ baseline: attack, attack: baseline })),
      error,
    );
    expect(back?.high).toBeCloseTo(1 / (there?.low ?? 0), 10);
  });

  it('needs more pairs the nearer the ratio lies to the limit', () => {
    const interval = { ratio: 1.1, logDeviation: 0.1 };
    const needed = (limit: number): number => pairsToDecide(interval, limit, 0.005);
    // ((3.1058 + 1.2816) · 0.1 / ln(1.25 / 1.1))² = 11.78, with t at 11 degrees of freedom; one pair fewer needs 12.1.
    expect(needed(1.25)).toBe(12);
    expect(needed(1.12)).toBeGreaterThan(needed(1.25));
    expect(needed(1.1)).toBe(Number.POSITIVE_INFINITY);
  });
});
