import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../../../src/judge/statistics/mean-interval.ts';
import { meanAboveP } from '../../../../src/judge/statistics/mean-test.ts';
import { smallestError } from '../../../../src/judge/statistics/smallest-error.ts';

describe('smallestError', () => {
  it.each([0.4, 0.03, 1e-6, 3e-12])('finds where an interval begins to exclude: %f', (from) => {
    expect(smallestError((error) => error >= from) / from).toBeCloseTo(1, 9);
  });

  it('is 1 where no error below a half excludes', () => {
    expect(smallestError(() => false)).toBe(1);
    expect(smallestError((error) => error >= 0.5)).toBe(1);
  });

  it('does not go below 1e-12', () => {
    expect(smallestError(() => true)).toBeCloseTo(1e-12, 20);
  });

  it('is the p-value of the test that the interval makes', () => {
    const values = [1.2, 1.5, 1.1, 1.9, 1.4];
    for (const threshold of [0.9, 1.1, 1.3, 1.4]) {
      const excludes = (error: number): boolean => (meanInterval(values, error)?.low ?? 0) > threshold;
      expect(smallestError(excludes)).toBeCloseTo(meanAboveP(values, threshold), 9);
    }
  });
});
