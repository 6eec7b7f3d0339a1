import type { WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { pooled } from '../load/exact-counts.ts';
import type { MeasuredPair } from '../statistics/paired-log-ratio.ts';
import { answersWith, isServed, loadIn, type WindowPair } from '../windows.ts';

/**
 * What a percentile counts as that falls on a request which was not served (no answer, 429, 5xx) or never started: a victim
 * that was turned away fast was not served fast. It is a finite number so that figures stay figures in JSON; a check never
 * says `held` where it occurs.
 */
const endlessMs = 60_000;

export const isEndless = (milliseconds: number): boolean => milliseconds >= endlessMs;

export interface PercentilePairs {
  /** The percentile in milliseconds, pair by pair. */
  pairs: MeasuredPair[];
  /** The percentile in milliseconds over all windows of a phase; worked out when it is read. */
  readonly pooled: MeasuredPair;
  samples: number;
}

/** A percentile of the victim's latency in each of the pairs; a request belongs to the window in which it was to start. */
export function measurePercentile(
  { victim }: ArmRecord,
  windows: readonly WindowPair[],
  share: number,
): PercentilePairs | { missing: string } {
  if (!victim) return { missing: "no sample of the victim's load was seen" };
  if (windows.length === 0) return { missing: 'no pair of windows was played to its end and found sound' };
  const loads = windows.flatMap(({ pair, baseline, attack }) => {
    const [before, under] = [loadIn(victim, baseline), loadIn(victim, attack)];
    return before && under && before.due > 0 && under.due > 0
      ? [{ pair, baseline: before, attack: under }]
      : [];
  });
  const empty = windows.find(({ pair }) => !loads.some((load) => load.pair === pair));
  if (empty) return { missing: `a window of pair ${empty.pair} has no latency of the victim` };
  return {
    pairs: loads.map(({ baseline, attack }) => ({
      baseline: percentileIn(baseline, share),
      attack: percentileIn(attack, share),
    })),
    get pooled() {
      return {
        baseline: percentileOf(
          loads.map(({ baseline }) => baseline),
          share,
        ),
        attack: percentileOf(
          loads.map(({ attack }) => attack),
          share,
        ),
      };
    },
    samples: loads.reduce((sum, { baseline, attack }) => sum + baseline.due + attack.due, 0),
  };
}

/** The percentile in one window, in milliseconds; `isEndless` if it falls on a request that was not served. */
export const percentileIn = (load: WindowLoad, share: number): number => percentileOf([load], share);

function percentileOf(loads: readonly WindowLoad[], share: number): number {
  const endless = loads.reduce((sum, load) => sum + unserved(load), 0);
  const [only] = loads;
  const counts = loads.length === 1 && only ? only.latency : pooled(loads.map(({ latency }) => latency));
  return Math.min(endlessMs, counts.percentile(share, endless));
}

/** Requests of the measured part that were due and not served, for whatever reason. */
export const unserved = ({ byStatus, neverStarted }: WindowLoad): number =>
  neverStarted + answersWith(byStatus, (status) => !isServed(status));
