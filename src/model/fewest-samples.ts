/**
 * Fewest samples with which an upper confidence bound of a percentile exists at all: the largest of n values lies above
 * the percentile with probability 1 − shareⁿ, so n ≥ ln(error) / ln(share). For p99: 299 at 95 %, 459 at 99 %.
 * Source: distribution-free bounds by order statistics, Hahn & Meeker, "Statistical Intervals" (1991); the table in `statistics.md`.
 * @param share the percentile, in (0, 1), e.g. 0.99
 * @param error chance that the bound is wrong, in (0, 1), e.g. 0.05
 */
export function fewestSamples(share: number, error: number): number {
  return Math.ceil(Math.log(error) / Math.log(share));
}
