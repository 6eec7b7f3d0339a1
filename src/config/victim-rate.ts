import type { Target } from '../model/target.ts';

/** What the reference stack's victim sends; a p99 needs no more. */
const usualRps = 150;

/** Of its promise, so that it never runs into its own limit. */
const shareOfPromise = 0.7;
/** Of the budget's rate: the rest is for the attack. */
const shareOfBudget = 0.4;

/** Requests per second that the victim of a target sends, where nobody said: whole ones if there is one. */
export function victimRateFor({ tenants: [victim], budget: { rateRps } }: Target): number {
  const promisedRps = (victim?.promises.requestsPerMinute ?? 0) / 60;
  const rate = Math.min(usualRps, shareOfPromise * promisedRps, shareOfBudget * rateRps);
  return rate >= 1 ? Math.floor(rate) : rate;
}
