import quantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../model/comparison.ts';

export interface DifferenceInterval {
  /** Newer − older, on the scale of the estimates. */
  difference: number;
  low: number;
  high: number;
}

/**
 * Welch's t interval of the difference of two means whose variances may differ:
 * d ± t(1 − (1 − confidence) / 2, ν) · √(s₁² + s₂²), with s the standard errors and the degrees of freedom of Welch and
 * Satterthwaite, ν = (s₁² + s₂²)² / (s₁⁴ / ν₁ + s₂⁴ / ν₂).
 * Source: Welch, "The generalization of Student's problem when several different population variances are involved",
 * Biometrika 34 (1947); https://www.itl.nist.gov/div898/handbook/eda/section3/eda353.htm.
 * @param confidence two-sided, e.g. 0.99
 */
export function welchInterval(older: Estimate, newer: Estimate, confidence: number): DifferenceInterval {
  const difference = newer.mean - older.mean;
  const standardError = Math.hypot(older.standardError, newer.standardError);
  if (standardError === 0) return { difference, low: difference, high: difference };
  const reach = quantile(1 - (1 - confidence) / 2, freedom(older, newer, standardError)) * standardError;
  return { difference, low: difference - reach, high: difference + reach };
}

/** In shares of the variance, which sum to 1, so that no fourth power of a small error becomes 0. */
function freedom(older: Estimate, newer: Estimate, standardError: number): number {
  const part = (estimate: Estimate): number =>
    (estimate.standardError / standardError) ** 4 / estimate.degreesOfFreedom;
  return 1 / (part(older) + part(newer));
}
