/**
 * Exact percentile by nearest rank: the smallest value that at least `share` of the values do not exceed, i.e. the
 * ⌈share · n⌉-th in ascending order. It is always a value that was measured; nothing is interpolated.
 * @param sorted ascending
 * @param share in (0, 1], e.g. 0.99
 * @returns NaN if there are no values
 */
export function percentile(sorted: Float64Array, share: number): number {
  // The product is rounded to 9 digits first: 0.07 * 100 is 7.000000000000001, and its ceiling must be 7.
  const rank = Math.ceil(Number((share * sorted.length).toFixed(9)));
  return sorted[Math.max(rank, 1) - 1] ?? Number.NaN;
}
