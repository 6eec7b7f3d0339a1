import { orderedSum } from './ordered-sum.ts';

export interface MeanAndDeviation {
  mean: number;
  /** Standard deviation of the values, with n − 1. */
  deviation: number;
}

/** @returns undefined for fewer than two values, which show no spread */
export function meanAndDeviation(values: readonly number[]): MeanAndDeviation | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const mean = orderedSum(values) / n;
  const squares = values.map((value) => (value - mean) ** 2);
  return { mean, deviation: Math.sqrt(orderedSum(squares) / (n - 1)) };
}
