import quantile from '@stdlib/stats-base-dists-beta-quantile';

export interface ProportionInterval {
  /** In [0, 1], as is `high`. */
  low: number;
  high: number;
}

/** What was counted; real numbers are allowed, as an effective number of samples seldom is a whole one. */
export interface CountedFailures {
  /** In [0, trials]. */
  failures: number;
  trials: number;
}

/**
 * Exact interval of a share: from the beta quantile of errorPerSide at (x, n − x + 1) to that of 1 − errorPerSide at
 * (x + 1, n − x), of x failures in n trials. No failures leave nothing below, nothing but failures leave nothing above.
 * Source: Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 * Biometrika 26 (1934).
 * @param errorPerSide chance that the true share lies above `high`, and the same for below `low`
 * @returns all of [0, 1] for no trials
 */
export function clopperPearson({
  errorPerSide,
  ...counted
}: CountedFailures & { errorPerSide: number }): ProportionInterval {
  return { low: lowestShare(counted, errorPerSide), high: highestShare(counted, errorPerSide) };
}

/** `low` of `clopperPearson` alone. */
export const lowestShare = ({ failures, trials }: CountedFailures, error: number): number =>
  failures > 0 ? quantile(error, failures, trials - failures + 1) : 0;

/** `high` of `clopperPearson` alone. */
export const highestShare = ({ failures, trials }: CountedFailures, error: number): number =>
  failures < trials ? quantile(1 - error, failures + 1, trials - failures) : 1;
