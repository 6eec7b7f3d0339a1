import { describe, expect, it } from 'vitest';
import { smallerP } from '../../../../src/judge/statistics/rank-sum.ts';

describe('smallerP', () => {
  it.each([
    // R: wilcox.test(c(1, 2, 3), c(4, 5, 6), alternative = "less", exact = TRUE)$p.value
    ['smaller, all of them', [1, 2, 3], [4, 5, 6], 0.05],
    ['greater, all of them', [4, 5, 6], [1, 2, 3], 1],
    // U = 3 of 4 · 4: 7 of the 70 choices have no more, 1 + 1 + 2 + 3.
    ['smaller, most of them', [1, 2, 3, 7], [4, 5, 6, 8], 7 / 70],
    ['all alike', [5, 5, 5], [5, 5, 5], 1],
    // Ranks 1.5 1.5 | 3 4: one choice of six has a sum as low.
    ['alike among themselves', [1, 1], [2, 3], 1 / 6],
    // Ranks 1, 2.5 | 2.5, 4: sums 3.5 (twice), 5 (twice), 6.5 (twice).
    ['alike across', [1, 2], [2, 3], 2 / 6],
    ['of unlike number', [1], [2, 3, 4], 0.25],
    ['none', [], [1, 2], 1],
    ['without others', [1, 2], [], 1],
  ])('is exact for values that are %s', (_what, values, others, p) => {
    expect(smallerP(values, others)).toBeCloseTo(p, 12);
  });

  it('counts what eight and eight can show at the most', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const others = values.map((value) => value + 10);
    expect(smallerP(values, others)).toBeCloseTo(1 / 12_870, 12);
  });
});
