import { Big } from 'big.js';
import type { Growth, ScrapedSeries } from './counter-growth.ts';

/**
 * The weakness `counter_growth: last-minus-first`: how bills are made where nobody thought of restarts. A process that began
 * in the period is billed from its first sample on, and a counter that was reset below where it stood not at all.
 */
export function lastMinusFirst(counters: readonly ScrapedSeries[], fromMs: number): Growth {
  const amount = counters.reduce((sum, { samples }) => {
    const first = samples.findLast(({ atMs }) => atMs <= fromMs) ?? samples[0];
    const last = samples.at(-1);
    if (!first || !last) return sum;
    return sum.plus(Math.max(0, Big(last.value).minus(first.value).toNumber()));
  }, Big(0));
  return { amount, uncertainTargets: [] };
}
