import quantile from '@stdlib/stats-base-dists-t-quantile';

export interface MeanInterval {
  mean: number;
  low: number;
  high: number;
  /** Standard deviation of the values, with n − 1. */
  deviation: number;
}

/**
 * Student's t interval of a mean: mean ± t(1 − errorPerSide, n − 1) · s / √n.
 * @param errorPerSide chance that the true mean lies above `high`, and the same for below `low`
 * @returns undefined for fewer than two values, which show no spread
 */
export function meanInterval(values: readonly number[], errorPerSide: number): MeanInterval | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const mean = sum(values) / n;
  const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (n - 1));
  const reach = (quantile(1 - errorPerSide, n - 1) * deviation) / Math.sqrt(n);
  return { mean, low: mean - reach, high: mean + reach, deviation };
}

/** Values in ascending order first, so that the order of arrival cannot change the last digit. */
const sum = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
