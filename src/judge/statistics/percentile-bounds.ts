import type { LatencyCounts } from '../../model/load-digest.ts';
import { highestShare, lowestShare, type CountedFailures } from './proportion-interval.ts';

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

/**
 * Distribution-free lower bound of a percentile by order statistics, in milliseconds: the highest value that significantly
 * more than 1 − share of the requests exceed.
 * Source: Hahn & Meeker, "Statistical Intervals" (1991), section 5.2, with the exact interval of the share.
 * @param error chance that the true percentile lies below it
 * @returns 0 where the samples are too few for a bound
 */
export function percentileLow(sample: PercentileSample, error: number): number {
  const trials = trialsOf(sample);
  const tooMany = firstOf(
    trials,
    (failures) => lowestShare(worth(failures, sample), error) > 1 - sample.share,
  );
  return tooMany > trials ? 0 : valueAt(trials - tooMany + 1, sample);
}

/**
 * The upper bound: the lowest value that significantly fewer than 1 − share of the requests exceed.
 * @param error chance that the true percentile lies above it
 * @returns Infinity where the samples are too few for a bound, or too many of them endless
 */
export function percentileHigh(sample: PercentileSample, error: number): number {
  const trials = trialsOf(sample);
  const notFew = firstOf(
    trials,
    (failures) => highestShare(worth(failures, sample), error) > 1 - sample.share,
  );
  return notFew === 0 ? Number.POSITIVE_INFINITY : valueAt(trials - notFew + 1, sample);
}

const trialsOf = ({ counts, endless }: PercentileSample): number => counts.count + endless;

/** So many failures, as independent requests. */
const worth = (failures: number, sample: PercentileSample): CountedFailures => ({
  failures: failures / sample.effect,
  trials: trialsOf(sample) / sample.effect,
});

/** The value of a rank in ascending order, from 1. */
const valueAt = (rank: number, sample: PercentileSample): number =>
  sample.counts.percentile(rank / trialsOf(sample), sample.endless);

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
