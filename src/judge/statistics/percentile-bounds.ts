import type { LatencyCounts } from '../../model/load-digest.ts';
import { clopperPearson } from './proportion-interval.ts';

/** Latencies of one phase, and what it takes to tell how well they are known. */
export interface PercentileSample {
  counts: LatencyCounts;
  /** Requests that took longer than any of those counted. */
  endless: number;
  /** The percentile, e.g. 0.9. */
  share: number;
  /** How many requests say as much as one independent one would, at least 1; see `designEffect`. */
  effect: number;
}

export interface PercentileBounds {
  low: number;
  high: number;
}

/**
 * Distribution-free interval of a percentile by order statistics: from the highest value that is exceeded by significantly
 * more than 1 − share of the requests to the lowest that is exceeded by significantly less, in milliseconds.
 * Source: Hahn & Meeker, "Statistical Intervals" (1991), section 5.2, with the exact interval of the share.
 * @param error chance that the true percentile lies above `high`, and the same for below `low`
 * @returns `low` 0 or `high` Infinity where the samples are too few for one
 */
export function percentileBounds(sample: PercentileSample, error: number): PercentileBounds {
  const { counts, endless, share, effect } = sample;
  const trials = counts.count + endless;
  if (trials === 0) return { low: 0, high: Number.POSITIVE_INFINITY };
  const slower = (failures: number) =>
    clopperPearson({ failures: failures / effect, trials: trials / effect, errorPerSide: error });
  const valueOf = (rank: number): number => counts.percentile(rank / trials, endless);
  const tooMany = firstOf(trials, (failures) => slower(failures).low > 1 - share);
  const notFew = firstOf(trials, (failures) => slower(failures).high > 1 - share);
  return {
    low: tooMany > trials ? 0 : valueOf(trials - tooMany + 1),
    high: notFew === 0 ? Number.POSITIVE_INFINITY : valueOf(trials - notFew + 1),
  };
}

/** The first of 0 … last for which something holds that holds for all after it; last + 1 if it never does. */
function firstOf(last: number, holds: (value: number) => boolean): number {
  let [from, to] = [0, last + 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
