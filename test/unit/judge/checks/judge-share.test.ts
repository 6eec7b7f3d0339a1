import { describe, expect, it } from 'vitest';
import { judgeShare } from '../../../../src/judge/checks/judge-share.ts';
import { floodPlan, withLimits } from '../example-arm.ts';

/** Windows of a thousand requests of which so many failed. */
const windows = (...failures: number[]) => failures.map((each) => ({ failures: each, trials: 1000 }));

function judged(limit: number, failures: number[], plan = floodPlan) {
  const found = judgeShare(windows(...failures), limit, plan);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

describe('judgeShare', () => {
  it('has the interval of as many independent requests as the windows are worth', () => {
    const found = judged(0.01, [0, 0, 0, 0]);
    // (t / z)² = (5.8409 / 2.5758)² at 0.5 % and 3 degrees of freedom; 1 − 0.005^(1 / 777.9).
    expect(found.effectiveTrials).toBeCloseTo(777.9, 1);
    expect(found.interval.low).toBe(0);
    expect(found.interval.high).toBeCloseTo(0.006788, 5);
    expect(found.interval.confidence).toBeCloseTo(0.99, 10);
    expect(found).toMatchObject({ status: 'held', share: 0, failures: 0, trials: 4000, pValue: 1 });
  });

  it.each([
    ['held', 0.03, [10, 11, 9, 10]],
    ['breached', 0.005, [20, 21, 19, 20]],
    ['inconclusive', 0.01, [10, 11, 9, 10]],
    // As many failures, and all in one window.
    ['inconclusive', 0.005, [80, 0, 0, 0]],
  ])('is %s at a limit of %f with %j of 1,000', (status, limit, failures) => {
    expect(judged(limit, failures).status).toBe(status);
  });

  it('is breached exactly where its p-value, over all looks, is within the error', () => {
    for (const failures of [9, 12, 15, 18, 21, 24, 40]) {
      const { status, pValue } = judged(0.01, [failures, failures + 1, failures, failures - 1]);
      expect(status === 'breached').toBe(pValue <= floodPlan.limits.errorBreached);
    }
  });

  it('has an error for each side', () => {
    const failures = [17, 18, 16, 17];
    expect(judged(0.01, failures, withLimits({ errorBreached: 1e-6 })).status).toBe('inconclusive');
    expect(judged(0.01, failures, withLimits({ errorHeld: 1e-6, errorBreached: 0.2 })).status).toBe(
      'breached',
    );
    expect(judged(0.03, failures, withLimits({ errorHeld: 1e-6 })).status).toBe('inconclusive');
    expect(judged(0.03, failures, withLimits({ errorHeld: 0.2, errorBreached: 1e-6 })).status).toBe('held');
  });

  it('is exact at a limit of 0', () => {
    expect(judged(0, [0, 0])).toMatchObject({ status: 'held', pValue: 1 });
    expect(judged(0, [1, 0])).toMatchObject({ status: 'breached', pValue: 0 });
  });

  it('gives compare the spread of the shares', () => {
    const { estimate } = judged(0.01, [10, 12, 8, 10]);
    expect(estimate).toMatchObject({ scale: 'linear', degreesOfFreedom: 3 });
    expect(estimate.mean).toBeCloseTo(0.01, 12);
    // s = √(8 / 3) / 1000, and half of that is the standard error of four.
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(8 / 3) / 2000, 12);
  });

  it('says what is missing of fewer than two windows', () => {
    expect(judgeShare(windows(1), 0.01, floodPlan)).toEqual({
      missing: 'fewer than two sound attack windows were played',
    });
  });
});
