import type { LoadDigest, WindowLoad } from '../../model/load-digest.ts';
import { isEndless, unserved } from '../checks/percentile-pairs.ts';
import { pooled } from '../load/exact-counts.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { percentileBounds } from '../statistics/percentile-bounds.ts';
import { ratioBounds, type BoundedFigure } from '../statistics/ratio-bounds.ts';
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
  /** The interval of the ratio; `low` may be 0 and `high` Infinity. @param error chance of being wrong, on each side */
  bounds(error: { low: number; high: number }): { low: number; high: number };
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
    bounds: ({ low, high }) => ({
      low: ratioBounds(attack.bounded(low), baseline.bounded(low)).low,
      high: ratioBounds(attack.bounded(high), baseline.bounded(high)).high,
    }),
  };
}

interface Phase {
  due: number;
  failed: number;
  value: number;
  bounded(error: number): BoundedFigure;
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
  return {
    due: counts.count + endless,
    failed: endless,
    value,
    bounded: (error) => {
      const { low, high } = percentileBounds({ counts, endless, share, effect }, error);
      return { value, low: finite(low), high: isEndless(value) ? endlessMs : high };
    },
  };
}

/** What falls on a failed request counts as endless, and stays a figure. */
const finite = (milliseconds: number): number => Math.min(endlessMs, milliseconds);
