import type { ArmRecord } from '../../model/observation.ts';
import { pairsToDecide, type ErrorSides, type RatioInterval } from '../statistics/paired-log-ratio.ts';
import { completePairs, secondsOf } from '../windows.ts';
import { count, number } from '../words.ts';

export interface UndecidedTerms {
  record: ArmRecord;
  limit: number;
  error: ErrorSides;
  /** Ratio of all samples of the attack windows together to all of the baseline windows. */
  ratio: number;
  /** Sound pairs that were measured. */
  pairs: number;
}

/** Why an interval decides nothing, and what would. */
export function undecided(interval: RatioInterval, terms: UndecidedTerms): string {
  const { limit, error, ratio, pairs, record } = terms;
  const width = `${number(interval.low)} to ${number(interval.high)}`;
  if (interval.high <= limit || interval.low > limit) {
    return `the interval ${width} and the ratio of all samples together, ${number(ratio)}, lie on two sides of the limit ${number(limit)}`;
  }
  const sideError = interval.ratio > limit ? error.low : error.high;
  const needed = pairsToDecide(interval, limit, sideError);
  const more = Math.max(1, needed - pairs);
  const cost = Number.isFinite(more)
    ? `about ${count(more, 'more pair')} of windows (${number(Math.ceil(more * secondsPerPair(record)))} s) would decide`
    : 'it lies on the limit, and no number of pairs would decide';
  return `the interval ${width} contains the limit ${number(limit)}; ${cost}, if the noise stays as it is`;
}

function secondsPerPair(record: ArmRecord): number {
  const [pair] = completePairs(record);
  return pair ? secondsOf(pair.baseline) + secondsOf(pair.attack) : 0;
}
