import { describe, expect, it } from 'vitest';
import { exactCounts, pooled } from '../../../../src/judge/load/exact-counts.ts';
import { percentile } from '../../../../src/judge/statistics/percentile.ts';
import { seeded, type Chance } from '../seeded.ts';

const countsOf = (values: Iterable<number>) => {
  const counts = exactCounts();
  for (const value of values) counts.add(value);
  return counts;
};

/** Milliseconds in whole microseconds, with many that occur often and a long tail. */
const latencies = (amount: number, chance: Chance): Float64Array =>
  Float64Array.from({ length: amount }, () =>
    chance.uniform() < 0.5
      ? chance.whole(40) / 1000
      : Math.round(-30_000 * Math.log(1 - chance.uniform())) / 1000,
  );

const shares = [0.001, 0.5, 0.95, 0.99, 0.999, 1];

describe('exactCounts', () => {
  it.each([
    [[30, 10, 20], 0.5, 20],
    [[30, 10, 20], 0.34, 20],
    [[30, 10, 20], 0.33, 10],
    [[7.001, 7.002], 1, 7.002],
    [[0], 0.99, 0],
  ])('of %j at %f is %f, by nearest rank', (values, share, expected) => {
    expect(countsOf(values).percentile(share)).toBe(expected);
  });

  it('takes 0.07 of 100 as 7, which a double makes 7.000000000000001', () => {
    expect(countsOf(Array.from({ length: 100 }, (_, index) => index + 1)).percentile(0.07)).toBe(7);
  });

  it('puts the endless above all that was counted', () => {
    const counts = countsOf([10, 20, 30]);
    expect(counts.percentile(0.75, 1)).toBe(30);
    expect(counts.percentile(0.76, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(exactCounts().percentile(0.5, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(exactCounts().percentile(0.5)).toBeNaN();
    expect(counts.count).toBe(3);
  });

  it('counts those above a time, without those that took exactly as long', () => {
    // 1.001 * 1000 is 1000.9999999999999.
    const values = [1, 1.001, 1.001, 20, 30];
    for (const counts of [countsOf(values), pooled([countsOf(values)])]) {
      expect([0.9, 1, 1.001, 20, 30].map((limit) => counts.above(limit))).toEqual([5, 4, 2, 1, 0]);
    }
  });

  it('keeps counting after it was asked', () => {
    const counts = countsOf([10, 30]);
    expect(counts.percentile(1)).toBe(30);
    counts.add(40);
    counts.add(10);
    expect([counts.percentile(1), counts.percentile(0.5), counts.above(10)]).toEqual([40, 10, 2]);
    expect(counts.runs()).toEqual({
      microseconds: Uint32Array.of(10_000, 30_000, 40_000),
      counts: Uint32Array.of(2, 1, 1),
    });
  });

  // More than 65,536 are sorted and counted up in between.
  it.each([1, 255, 256, 257, 5000, 65_536, 65_537, 200_000])('of %i is as of the sorted values', (amount) => {
    const chance = seeded(amount);
    const values = latencies(amount, chance);
    const counts = countsOf(values);
    const sorted = values.toSorted();
    expect(counts.count).toBe(amount);
    for (const share of shares) expect(counts.percentile(share)).toBe(percentile(sorted, share));
    for (const limit of [0, 0.02, 15, percentile(sorted, 0.99), 1e6]) {
      expect(counts.above(limit)).toBe(values.filter((value) => value > limit).length);
    }
  });
});

describe('pooled', () => {
  it('is as if all had been counted together', () => {
    const chance = seeded(3);
    for (let round = 0; round < 30; round++) {
      const parts = Array.from({ length: chance.whole(6) }, () => latencies(chance.whole(400), chance));
      const together = countsOf(parts.flatMap((part) => [...part]));
      const apart = pooled(parts.map(countsOf));
      expect(apart.count).toBe(together.count);
      expect(apart.runs()).toEqual(together.runs());
      for (const endless of [0, 3]) {
        for (const share of shares) {
          expect(apart.percentile(share, endless)).toBe(together.percentile(share, endless));
        }
      }
      for (const limit of [0, 0.02, 15]) expect(apart.above(limit)).toBe(together.above(limit));
    }
  });

  it('of nothing is nothing', () => {
    expect([pooled([]).count, pooled([]).percentile(0.5), pooled([]).above(0)]).toEqual([0, Number.NaN, 0]);
  });
});
