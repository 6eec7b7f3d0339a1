import { describe, expect, it } from 'vitest';
import { compareFigures } from '../../../../src/judge/compare/compare-figures.ts';
import type { Verdict } from '../../../../src/model/report.ts';
import { admittedPods, p99Ratio } from './literals.ts';

const perSecond = (mean: number): Verdict =>
  p99Ratio(0, {
    measured: mean,
    limit: 100,
    unit: 'requests/s',
    estimate: { scale: 'linear', mean, standardError: 1, degreesOfFreedom: 5 },
  });

describe('figures that scatter', () => {
  it('are compared as a ratio on the log scale: t(0.995, 10) = 3.1693', () => {
    const change = compareFigures(p99Ratio(0.02), p99Ratio(0.07));
    expect(change).toMatchObject({ kind: 'interval', scale: 'log', confidence: 0.99, trend: 'worse' });
    if (change.kind !== 'interval') throw new Error('There are two estimates');
    expect(change.change).toBeCloseTo(Math.exp(0.05), 10);
    expect(change.low).toBeCloseTo(Math.exp(0.05 - 3.1693 * 0.01 * Math.SQRT2), 5);
    expect(change.high).toBeCloseTo(Math.exp(0.05 + 3.1693 * 0.01 * Math.SQRT2), 5);
  });

  // 3.1693 · 0.01 · √2 = 0.0448
  it.each([
    [0.0449, 'worse'],
    [0.0447, 'same'],
    [-0.0447, 'same'],
    [-0.0449, 'better'],
  ])('changed by %f in the log: %s', (difference, trend) => {
    expect(compareFigures(p99Ratio(0), p99Ratio(difference))).toMatchObject({ trend });
  });

  it('are compared as a difference on the linear scale; more requests per second are better', () => {
    expect(compareFigures(perSecond(120), perSecond(130))).toMatchObject({ change: 10, trend: 'better' });
    expect(compareFigures(perSecond(120), perSecond(110))).toMatchObject({ change: -10, trend: 'worse' });
    expect(compareFigures(perSecond(120), perSecond(122))).toMatchObject({ change: 2, trend: 'same' });
  });
});

describe('counts', () => {
  it('are equal or not', () => {
    expect(compareFigures(admittedPods, admittedPods)).toEqual({ kind: 'exact-count', equal: true });
    const five = { ...admittedPods, measured: 5 };
    expect(compareFigures(admittedPods, five)).toEqual({ kind: 'exact-count', equal: false });
  });

  it('are not compared when their limit moved, as it does with the length of the run', () => {
    const longer = { ...admittedPods, measured: 9, limit: 9 };
    expect(compareFigures(admittedPods, longer)).toEqual({
      kind: 'not-compared',
      reason: 'the limit of this exact count went from 4 to 9; it may grow with the run',
    });
  });
});

describe('what cannot be compared says why', () => {
  const { estimate: _, ...withoutEstimate } = p99Ratio(0.02);
  const { interval: __, ...bare } = withoutEstimate;

  it.each<[string, Verdict, Verdict, RegExp]>([
    ['no figure', p99Ratio(0, { measured: null }), p99Ratio(0), /nothing was measured in the older run/],
    [
      'no figure at all',
      p99Ratio(0, { measured: null }),
      p99Ratio(0, { measured: null }),
      /nothing was measured in either run/,
    ],
    ['no spread in the older run', withoutEstimate, p99Ratio(0), /not said in the older run/],
    ['no spread in the newer run', p99Ratio(0), withoutEstimate, /not said in the newer run/],
    ['a ratio is never a count', bare, { ...bare, measured: 1.5 }, /not said in either run/],
    ['two units', p99Ratio(0), p99Ratio(0, { unit: 'ms' }), /unit went from ratio to ms/],
    [
      'two scales',
      p99Ratio(0),
      p99Ratio(0, { estimate: { scale: 'linear', mean: 1, standardError: 0, degreesOfFreedom: 1 } }),
      /two scales, log and linear/,
    ],
    [
      'an interval without end',
      p99Ratio(0),
      p99Ratio(0, { estimate: { scale: 'log', mean: 0, standardError: 900, degreesOfFreedom: 1 } }),
      /too rough/,
    ],
  ])('%s', (_name, older, newer, reason) => {
    const change = compareFigures(older, newer);
    expect(change).toMatchObject({ kind: 'not-compared', reason: expect.stringMatching(reason) as string });
  });
});
