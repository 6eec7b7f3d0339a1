import type { LoadDigest, WindowLoad } from '../../model/load-digest.ts';
import { isEndless, unserved } from '../checks/percentile-pairs.ts';
import { pooled } from '../load/exact-counts.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { percentileHigh, percentileLow } from '../statistics/percentile-bounds.ts';
import { ratioHigh, ratioLow, type FigureWithEnd } from '../statistics/ratio-bounds.ts';
import { loadIn, type WindowPair } from '../windows.ts';

const endlessMs = 60_000;

/** One victim's percentile at rest and under attack, over all windows of either phase. */
export interface VictimRatio {
  baselineMs: number;
  attackMs: number;
  ratio: number;
  /** Requests that were due, in both phases. */
  samples: number;
  /** Under attack. */
  due: number;
  failed: number;
  /** Lower end of the ratio's interval, 0 if there is none. @param error chance that the true ratio lies below it */
  low(error: number): number;
  /** Upper end, Infinity if there is none. @param error chance that the true ratio lies above it */
  high(error: number): number;
}

/**
 * A victim of many has too few samples in a window for a percentile, so those of all windows of a phase are taken together.
 * Requests of one window share their luck; the spread between windows tells how much, and shrinks what the samples are worth.
 * @returns undefined if it has no request in one of the phases
 */
export function victimRatio(
  load: LoadDigest | undefined,
  pairs: readonly WindowPair[],
  share: number,
): VictimRatio | undefined {
  const baseline = phaseOf(
    pairs.flatMap((pair) => loadIn(load, pair.baseline) ?? []),
    share,
  );
  const attack = phaseOf(
    pairs.flatMap((pair) => loadIn(load, pair.attack) ?? []),
    share,
  );
  if (baseline.due === 0 || attack.due === 0) return undefined;
  return {
    baselineMs: baseline.value,
    attackMs: attack.value,
    ratio: attack.value / baseline.value,
    samples: baseline.due + attack.due,
    due: attack.due,
    failed: attack.failed,
    low: (error) => ratioLow(attack.low(error), baseline.high(error)),
    high: (error) => ratioHigh(attack.high(error), baseline.low(error)),
  };
}

interface Phase {
  due: number;
  failed: number;
  value: number;
  low(error: number): FigureWithEnd;
  high(error: number): FigureWithEnd;
}

function phaseOf(windows: readonly WindowLoad[], share: number): Phase {
  const counts = pooled(windows.map(({ latency }) => latency));
  const endless = windows.reduce((sum, load) => sum + unserved(load), 0);
  const value = finite(counts.percentile(share, endless));
  const effect = designEffect(
    windows.map((load) => ({
      failures: load.latency.above(value) + unserved(load),
      trials: load.latency.count + unserved(load),
    })),
  );
  const sample = { counts, endless, share, effect };
  return {
    due: counts.count + endless,
    failed: endless,
    value,
    low: (error) => ({ value, end: finite(percentileLow(sample, error)) }),
    high: (error) => ({ value, end: isEndless(value) ? endlessMs : percentileHigh(sample, error) }),
  };
}

/** What falls on a failed request counts as endless, and stays a figure. */
const finite = (milliseconds: number): number => Math.min(endlessMs, milliseconds);
