import cdf from '@stdlib/stats-base-dists-t-cdf';
import { meanAndDeviation } from './mean-and-deviation.ts';

/**
 * One-sided p-value of "the true mean is at most the threshold" by Student's t test: the chance of a t of n − 1 degrees
 * of freedom above (mean − threshold) · √n / s. It lies below an error exactly where the `low` of the interval with that
 * error per side lies above the threshold.
 * @param values finite, in the unit of the threshold
 * @returns 1 for fewer than two values, which show nothing; 0 or 1 for values that are all alike
 */
export function meanAboveP(values: readonly number[], threshold: number): number {
  const seen = meanAndDeviation(values);
  if (!seen) return 1;
  const { mean, deviation } = seen;
  if (deviation === 0) return mean > threshold ? 0 : 1;
  // The lower tail of −t, not 1 less that of t, which would lose the digits of a small chance.
  return cdf(((threshold - mean) * Math.sqrt(values.length)) / deviation, values.length - 1);
}
