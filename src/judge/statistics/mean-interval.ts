import quantile from '@stdlib/stats-base-dists-t-quantile';
import { meanAndDeviation, type MeanAndDeviation } from './mean-and-deviation.ts';

export interface MeanInterval extends MeanAndDeviation {
  low: number;
  high: number;
}

/**
 * Student's t interval of a mean: mean ± t(1 − errorPerSide, n − 1) · s / √n.
 * @param errorPerSide chance that the true mean lies above `high`, and the same for below `low`
 * @returns undefined for fewer than two values, which show no spread
 */
export function meanInterval(values: readonly number[], errorPerSide: number): MeanInterval | undefined {
  const seen = meanAndDeviation(values);
  if (!seen) return undefined;
  const { mean, deviation } = seen;
  const n = values.length;
  const reach = (quantile(1 - errorPerSide, n - 1) * deviation) / Math.sqrt(n);
  return { mean, low: mean - reach, high: mean + reach, deviation };
}
