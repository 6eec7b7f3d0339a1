import type { Finding } from '../../model/check.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { pooled } from '../load/exact-counts.ts';
import { effectiveProportion } from '../statistics/design-effect.ts';
import { slowerThan, type LatencyWindow } from './latency-window.ts';
import { looksOf } from './looks-of.ts';

/**
 * The interval of a percentile over windows: all limits that the test of the share of slower requests does not reject.
 * @param leastEffect see `effectiveProportion`
 * @returns undefined if too many failed, or too few samples were had, for an upper end to exist
 */
export function percentileInterval(
  windows: readonly LatencyWindow[],
  share: number,
  { limits, design }: Pick<ArmPlan, 'limits' | 'design'>,
  leastEffect = 1,
): Finding['interval'] {
  const looks = looksOf(design);
  const values = pooled(windows.map(({ latency }) => latency)).runs().microseconds;
  const slower = (milliseconds: number) => windows.map((window) => slowerThan(milliseconds, window));
  const isBelow = (milliseconds: number): boolean =>
    effectiveProportion(slower(milliseconds), limits.errorHeld / looks, leastEffect).high <= 1 - share;
  const isAbove = (milliseconds: number): boolean =>
    effectiveProportion(slower(milliseconds), limits.errorBreached / looks, leastEffect).low > 1 - share;
  const high = firstWhere(values, isBelow);
  const low = firstWhere(values, (milliseconds) => !isAbove(milliseconds));
  if (high === undefined || low === undefined) return undefined;
  return { low, high, confidence: 1 - (limits.errorHeld + limits.errorBreached) / looks };
}

/** The first of ascending microseconds, as milliseconds, for which something holds that holds for all after it. */
function firstWhere(values: Uint32Array, holds: (milliseconds: number) => boolean): number | undefined {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds((values[middle] ?? 0) / 1000)) to = middle;
    else from = middle + 1;
  }
  const found = values[from];
  return found === undefined ? undefined : found / 1000;
}
