import { describe, expect, it } from 'vitest';
import { designEffect, effectiveProportion } from '../../../../src/judge/statistics/design-effect.ts';
import {
  clopperPearson,
  type CountedFailures,
} from '../../../../src/judge/statistics/proportion-interval.ts';
import { seeded, type Chance } from '../seeded.ts';

const hundred = (failures: number): CountedFailures => ({ failures, trials: 100 });

describe('designEffect', () => {
  it('is m · variance of the shares / (p (1 − p)) for windows of m trials', () => {
    // Shares 0.10, 0.30, 0.20: variance 0.01, mean 0.2; 100 · 0.01 / 0.16 = 6.25.
    expect(designEffect([10, 30, 20].map(hundred))).toBeCloseTo(6.25, 12);
  });

  it('weighs a window by its trials', () => {
    // p = 0.1: squares (10 − 10)², (19 − 10)² and (1 − 10)² of 300, and (0 − 0.1)² of the window of 1; k / (k − 1) = 4/3.
    const windows = [...[10, 19, 1.1].map(hundred), { failures: 0, trials: 1 }];
    expect(designEffect(windows)).toBeCloseTo(((4 / 3) * (81 + 79.21 + 0.01)) / (301 * 0.09), 12);
  });

  it('is never less than 1, though windows happen to be more alike than chance would have them', () => {
    expect(designEffect([20, 20, 20].map(hundred))).toBe(1);
  });

  it.each([[[0, 0]], [[100, 100]], [[20]], [[]]])('is 1 where %j of 100 show no spread', (failures) => {
    expect(designEffect(failures.map(hundred))).toBe(1);
  });

  it('takes no notice of windows without trials', () => {
    const windows = [10, 30, 20].map(hundred);
    expect(designEffect([...windows, { failures: 0, trials: 0 }])).toBe(designEffect(windows));
  });
});

describe('effectiveProportion', () => {
  it('counts as many trials as the windows are worth', () => {
    // t(0.975, 2) = 4.302653, z = 1.959964; 300 / 6.25 / (t / z)² = 9.960.
    const found = effectiveProportion([10, 30, 20].map(hundred), 0.025);
    expect(found).toMatchObject({ share: 0.2, trials: 300 });
    expect(found.effectiveTrials).toBeCloseTo(48 / (4.302653 / 1.959964) ** 2, 4);
    const { effectiveTrials: trials } = found;
    expect(found).toMatchObject(clopperPearson({ failures: 0.2 * trials, trials, errorPerSide: 0.025 }));
  });

  it.each([[[20]], [[0]], [[]]])('knows nothing from %j of 100: one window shows no spread', (failures) => {
    const found = effectiveProportion(failures.map(hundred), 0.005);
    expect(found).toMatchObject({ low: 0, high: 1, effectiveTrials: 0 });
  });

  it('does not depend on the order of the windows to the last digit', () => {
    const windows = [7, 1, 5, 1].map((failures, index) => ({ failures, trials: 97 + index }));
    expect(effectiveProportion(windows.toReversed(), 0.005)).toEqual(effectiveProportion(windows, 0.005));
  });
});

/** How often the upper bound of many simulated runs of 24 windows lies below the true share. */
function missesOf(highOf: (windows: CountedFailures[]) => number, drift: (chance: Chance) => number): number {
  const chance = seeded(20261124);
  const [share, trials, runs] = [0.02, 300, 1000];
  let misses = 0;
  for (let run = 0; run < runs; run++) {
    const windows = Array.from({ length: 24 }, () => {
      const windowShare = share * drift(chance);
      let failures = 0;
      for (let trial = 0; trial < trials; trial++) if (chance.uniform() < windowShare) failures++;
      return { failures, trials };
    });
    if (highOf(windows) < share) misses++;
  }
  return misses / runs;
}

describe('the upper bound of effectiveProportion at an error of 5 %, simulated', () => {
  const independent = (): number => 1;
  /** The share of each window lies anywhere between none and twice the true one. */
  const together = (chance: Chance): number => 2 * chance.uniform();
  const effective = (windows: CountedFailures[]): number => effectiveProportion(windows, 0.05).high;
  const naive = (windows: CountedFailures[]): number => {
    const failures = windows.reduce((total, window) => total + window.failures, 0);
    return clopperPearson({ failures, trials: 24 * 300, errorPerSide: 0.05 }).high;
  };

  it('misses the true share no more often than that for independent samples, nor never', () => {
    expect(missesOf(effective, independent)).toBeLessThanOrEqual(0.05);
    expect(missesOf(effective, independent)).toBeGreaterThan(0.01);
  });

  it('misses it no more often for samples that fail together, where a naive bound does', () => {
    expect(missesOf(effective, together)).toBeLessThanOrEqual(0.05);
    expect(missesOf(naive, together)).toBeGreaterThan(0.1);
  });
});
