import quantile from '@stdlib/stats-base-dists-t-quantile';
import { meanInterval } from './mean-interval.ts';

/** The same quantity, measured without and with the attack, one right after the other. */
export interface MeasuredPair {
  baseline: number;
  attack: number;
}

export interface RatioInterval {
  /** Geometric mean of attack / baseline over the pairs. */
  ratio: number;
  low: number;
  high: number;
  /** Two-sided. */
  confidence: number;
  /** Standard deviation of the log ratio between pairs. */
  logDeviation: number;
}

/**
 * How many times larger the quantity is under attack: the Student's t interval of the mean of ln attack − ln baseline,
 * brought back to a ratio. Pairs cancel what drifts slowly; the t interval keeps rare bad pairs, which medians hide.
 * Source: `statistics.md`.
 * @returns undefined for fewer than two pairs
 */
export function pairedLogRatio(
  pairs: readonly MeasuredPair[],
  errorPerSide: number,
): RatioInterval | undefined {
  const logs = pairs.map(({ baseline, attack }) => Math.log(attack) - Math.log(baseline));
  const interval = meanInterval(logs, errorPerSide);
  if (!interval) return undefined;
  return {
    ratio: Math.exp(interval.mean),
    low: Math.exp(interval.low),
    high: Math.exp(interval.high),
    confidence: 1 - 2 * errorPerSide,
    logDeviation: interval.deviation,
  };
}

/** Standard normal quantile at 0.9: the pairs asked for decide nine times in ten. */
const powerQuantile = 1.2816;

/**
 * Pairs needed in all to tell the ratio from the limit, if both it and its spread stay as they are: the smallest n with
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
