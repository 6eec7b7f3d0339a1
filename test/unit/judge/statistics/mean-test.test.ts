import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../../../src/judge/statistics/mean-interval.ts';
import { meanAboveP } from '../../../../src/judge/statistics/mean-test.ts';

/** Student's sleep data: extra hours with one drug less those with the other, for 10 patients. */
const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe('meanAboveP', () => {
  it("is that of Student's sleep data: t = 4.0621 of 9 degrees of freedom, two-sided 0.002833", () => {
    // R: t.test(extra ~ group, data = sleep, paired = TRUE)
    expect(meanAboveP(sleep, 0)).toBeCloseTo(0.002833 / 2, 6);
  });

  it('is a half where the mean is the threshold, and the rest of 1 on the other side', () => {
    expect(meanAboveP([1, 2, 3], 2)).toBe(0.5);
    expect(meanAboveP([1, 2, 3], 1.5) + meanAboveP([1, 2, 3], 2.5)).toBeCloseTo(1, 12);
  });

  it('keeps the digits of a small chance', () => {
    // Of t = 1e6 at 2 degrees of freedom: 1 / (2 t²) to first order.
    const wide = [1, 2, 3].map((value) => value + 1e6 / Math.sqrt(3) - 2);
    expect(meanAboveP(wide, 0) * 2e12).toBeCloseTo(1, 4);
  });

  it.each([0.1, 0.005])('is %f where the interval with that error begins at the threshold', (error) => {
    expect(meanAboveP(sleep, meanInterval(sleep, error)?.low ?? 0)).toBeCloseTo(error, 8);
  });

  it('is certain of values that are all alike, and knows nothing of one', () => {
    expect(meanAboveP([3, 3, 3], 2)).toBe(0);
    expect(meanAboveP([3, 3, 3], 3)).toBe(1);
    expect(meanAboveP([3], 2)).toBe(1);
  });

  it('does not depend on the order of the values to the last digit', () => {
    const values = [0.1, 0.2, 0.3, 1e9, -1e9, 0.7];
    expect(meanAboveP(values.toReversed(), 0.05)).toBe(meanAboveP(values, 0.05));
  });
});
