import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchErrorBudget } from '../../../src/experiment/abort-button.ts';

const rateRps = 100;

/** A victim whose requests are answered with 200 until `failsFromMs`, and then not at all. */
const victim = (failsFromMs: number) => ({
  succeededBetween: (fromMs: number, toMs: number) =>
    (Math.max(0, Math.min(toMs, failsFromMs) - fromMs) * rateRps) / 1000,
});

describe('the error budget', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  test.each([0.1, 0.5, 0.9])('of %d is burnt within 5 s of the first failure', async (victimErrorRatio) => {
    using budget = watchErrorBudget(victim(20_000), { victimErrorRatio, rateRps }, Date.now);
    const burnt = budget.burnt.then((ratio) => ({ ratio, atMs: Date.now() }));
    await vi.advanceTimersByTimeAsync(60_000);
    const { ratio, atMs } = await burnt;
    expect(ratio).toBeGreaterThanOrEqual(victimErrorRatio);
    expect(atMs).toBeGreaterThan(20_000);
    expect(atMs).toBeLessThanOrEqual(25_000);
  });

  test('is never burnt while all is answered, nor in the first seconds, of which nothing is known', async () => {
    using budget = watchErrorBudget(victim(Infinity), { victimErrorRatio: 0.01, rateRps }, Date.now);
    const burnt = vi.fn<(ratio: number) => void>();
    void budget.burnt.then(burnt);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(burnt).not.toHaveBeenCalled();
  });
});
