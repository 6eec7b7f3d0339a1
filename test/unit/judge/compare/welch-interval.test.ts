import { describe, expect, it } from 'vitest';
import { welchInterval } from '../../../../src/judge/compare/welch-interval.ts';
import type { Estimate } from '../../../../src/model/comparison.ts';

const linear = (mean: number, standardError: number, degreesOfFreedom: number): Estimate => ({
  scale: 'linear',
  mean,
  standardError,
  degreesOfFreedom,
});

describe('welchInterval', () => {
  it("is that of R's t.test(extra ~ group, data = sleep): df 17.776, 95 % interval -3.3654832 to 0.2054832", () => {
    const first = linear(0.75, 1.78901 / Math.sqrt(10), 9);
    const second = linear(2.33, 2.002249 / Math.sqrt(10), 9);
    const interval = welchInterval(second, first, 0.95);
    expect(interval.difference).toBeCloseTo(-1.58, 10);
    expect(interval.low).toBeCloseTo(-3.3654832, 4);
    expect(interval.high).toBeCloseTo(0.2054832, 4);
  });

  it('has the degrees of freedom of the only side that scatters: t(0.995, 5) = 4.0321', () => {
    const interval = welchInterval(linear(1, 0, 40), linear(3, 0.1, 5), 0.99);
    expect(interval.low).toBeCloseTo(2 - 0.40321, 4);
    expect(interval.high).toBeCloseTo(2 + 0.40321, 4);
  });

  it('is the difference itself where nothing scatters', () => {
    expect(welchInterval(linear(1, 0, 5), linear(3, 0, 5), 0.99)).toEqual({ difference: 2, low: 2, high: 2 });
  });

  it('bears errors so small that their fourth power is 0', () => {
    const { low, high } = welchInterval(linear(1, 1e-100, 5), linear(1, 1e-100, 5), 0.99);
    // t(0.995, 10) = 3.1693
    expect(high / (Math.SQRT2 * 1e-100)).toBeCloseTo(3.1693, 4);
    expect(low).toBe(-high);
  });
});
