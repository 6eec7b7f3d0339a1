import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../../../../src/judge/statistics/proportion-interval.ts';

describe('clopperPearson', () => {
  // R: binom.test(failures, trials, conf.level = 0.95)$conf.int; exact binomial sums give each side 0.025, too.
  it.each([
    [3, 100, 0.006229972, 0.085176053],
    [9, 24, 0.1879929, 0.5940636],
    [682, 925, 0.7076683, 0.7654066],
  ])('of %i in %i is that of R', (failures, trials, low, high) => {
    const interval = clopperPearson({ failures, trials, errorPerSide: 0.025 });
    expect(interval.low).toBeCloseTo(low, 7);
    expect(interval.high).toBeCloseTo(high, 7);
  });

  it('begins at 0 exactly where nothing failed: 299 samples show 1 % at 95 %, 298 do not', () => {
    const of = (trials: number) => clopperPearson({ failures: 0, trials, errorPerSide: 0.05 });
    expect(of(299).low).toBe(0);
    expect(of(299).high).toBeCloseTo(1 - 0.05 ** (1 / 299), 12);
    expect(of(299).high).toBeLessThan(0.01);
    expect(of(298).high).toBeGreaterThan(0.01);
  });

  it('ends at 1 exactly where everything failed', () => {
    const interval = clopperPearson({ failures: 100, trials: 100, errorPerSide: 0.025 });
    expect(interval.high).toBe(1);
    expect(interval.low).toBeCloseTo(0.025 ** (1 / 100), 12);
  });

  it('lies between its neighbours for a number of samples that is not whole', () => {
    const highOf = (failures: number, trials: number): number =>
      clopperPearson({ failures, trials, errorPerSide: 0.005 }).high;
    expect(highOf(2.5, 250.5)).toBeGreaterThan(highOf(2, 250.5));
    expect(highOf(2.5, 250.5)).toBeLessThan(highOf(3, 250.5));
    expect(highOf(2.5, 250.5)).toBeGreaterThan(highOf(2.5, 251));
    expect(highOf(2.5, 250.5)).toBeLessThan(highOf(2.5, 250));
  });

  it('rules nothing out without trials', () => {
    expect(clopperPearson({ failures: 0, trials: 0, errorPerSide: 0.025 })).toEqual({ low: 0, high: 1 });
  });
});
