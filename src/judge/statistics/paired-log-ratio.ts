import quantile from '@stdlib/stats-base-dists-t-quantile';
import { meanAboveP } from './mean-test.ts';
import { meanInterval } from './mean-interval.ts';

/** The same quantity, measured without and with the attack, one right after the other. */
export interface MeasuredPair {
  baseline: number;
  attack: number;
}

/** Chances of being wrong, on each side of an interval. */
export interface ErrorSides {
  /** That the true value lies below the lower end. */
  low: number;
  /** That the true value lies above the upper end. */
  high: number;
}

export interface RatioInterval {
  /** Geometric mean of attack / baseline over the pairs. */
  ratio: number;
  low: number;
  high: number;
  confidence: number;
  /** Mean of the log ratios, and the standard error of that mean. */
  logMean: number;
  logStandardError: number;
  /** Standard deviation of the log ratio between pairs. */
  logDeviation: number;
}

/**
 * How many times larger the quantity is under attack: the Student's t interval of the mean of ln attack − ln baseline,
 * brought back to a ratio. Pairs cancel what drifts slowly; the t interval keeps rare bad pairs, which medians hide.
 * Source: `statistics.md`.
 * @returns undefined for fewer than two pairs
 */
export function pairedLogRatio(pairs: readonly MeasuredPair[], error: ErrorSides): RatioInterval | undefined {
  const logs = logRatios(pairs);
  const below = meanInterval(logs, error.low);
  const above = meanInterval(logs, error.high);
  if (!below || !above) return undefined;
  return {
    ratio: Math.exp(below.mean),
    low: Math.exp(below.low),
    high: Math.exp(above.high),
    confidence: 1 - error.low - error.high,
    logMean: below.mean,
    logStandardError: below.deviation / Math.sqrt(logs.length),
    logDeviation: below.deviation,
  };
}

/** Chance of pairs this bad if the true ratio were the limit. */
export const ratioAboveP = (pairs: readonly MeasuredPair[], limit: number): number =>
  meanAboveP(logRatios(pairs), Math.log(limit));

const logRatios = (pairs: readonly MeasuredPair[]): number[] =>
  pairs.map(({ baseline, attack }) => Math.log(attack) - Math.log(baseline));

/** Standard normal quantile at 0.9: the pairs asked for decide nine times in ten. */
const powerQuantile = 1.2816;

/**
 * Pairs needed in all to tell a ratio from the limit with noise like this: the smallest n with
 * n ≥ ((t(1 − errorPerSide, n − 1) + z₀.₉) · s / |ln limit − ln ratio|)².
 * @returns Infinity if the ratio is the limit
 */
export function pairsToDecide(
  { ratio, logDeviation }: Pick<RatioInterval, 'ratio' | 'logDeviation'>,
  limit: number,
  errorPerSide: number,
): number {
  const distance = Math.abs(Math.log(limit) - Math.log(ratio));
  if (distance === 0) return Number.POSITIVE_INFINITY;
  const neededAt = (freedom: number): number =>
    (((quantile(1 - errorPerSide, freedom) + powerQuantile) * logDeviation) / distance) ** 2;
  let pairs = Math.max(2, Math.ceil(neededAt(asGoodAsNormal)));
  while (pairs < asGoodAsNormal && neededAt(pairs - 1) > pairs) pairs++;
  return pairs;
}

/** Degrees of freedom at which Student's t is the normal distribution for every purpose here. */
const asGoodAsNormal = 1_000_000;
