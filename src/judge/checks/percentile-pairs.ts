import type { WindowLoad } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { pooled } from '../load/exact-counts.ts';
import type { MeasuredPair } from '../statistics/paired-log-ratio.ts';
import { answersWith, isServed, loadIn, type Window, type WindowPair } from '../windows.ts';
import type { LatencyWindow } from './latency-window.ts';

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
  const measured = percentileInPairs(windows, share, (window) => {
    const load = loadIn(victim, window);
    return load && load.due > 0 ? requestWindow(load) : undefined;
  });
  if (!('emptyPair' in measured)) return measured;
  return { missing: `a window of pair ${measured.emptyPair} has no latency of the victim` };
}

/** @param latenciesIn undefined if the window has none */
export function percentileInPairs(
  windows: readonly WindowPair[],
  share: number,
  latenciesIn: (window: Window) => LatencyWindow | undefined,
): PercentilePairs | { missing: string } | { emptyPair: number } {
  if (windows.length === 0) return { missing: 'no pair of windows was played to its end and found sound' };
  const measured = windows.flatMap(({ pair, ...phases }) => {
    const [baseline, attack] = [latenciesIn(phases.baseline), latenciesIn(phases.attack)];
    return baseline && attack ? [{ pair, baseline, attack }] : [];
  });
  const empty = windows.find(({ pair }) => !measured.some((each) => each.pair === pair));
  if (empty) return { emptyPair: empty.pair };
  const [baseline, attack] = [measured.map(({ baseline }) => baseline), measured.map(({ attack }) => attack)];
  return {
    pairs: measured.map((each) => ({
      baseline: percentileOf([each.baseline], share),
      attack: percentileOf([each.attack], share),
    })),
    get pooled() {
      return { baseline: percentileOf(baseline, share), attack: percentileOf(attack, share) };
    },
    samples: [...baseline, ...attack].reduce((sum, { latency, endless }) => sum + latency.count + endless, 0),
  };
}

/** The percentile in one window, in milliseconds; `isEndless` if it falls on a request that was not served. */
export const percentileIn = (load: WindowLoad, share: number): number =>
  percentileOf([requestWindow(load)], share);

const requestWindow = (load: WindowLoad): LatencyWindow => ({
  latency: load.latency,
  endless: unserved(load),
});

function percentileOf(windows: readonly LatencyWindow[], share: number): number {
  const endless = windows.reduce((sum, window) => sum + window.endless, 0);
  const [only] = windows;
  const counts = windows.length === 1 && only ? only.latency : pooled(windows.map(({ latency }) => latency));
  return Math.min(endlessMs, counts.percentile(share, endless));
}

/** Requests of the measured part that were due and not served, for whatever reason. */
export const unserved = ({ byStatus, neverStarted }: WindowLoad): number =>
  neverStarted + answersWith(byStatus, (status) => !isServed(status));
