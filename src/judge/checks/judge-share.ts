import type { Finding } from '../../model/check.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { effectiveProportion } from '../statistics/design-effect.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import type { CountedFailures } from '../statistics/proportion-interval.ts';
import { smallestError } from '../statistics/smallest-error.ts';
import { looksOf } from './looks-of.ts';

export interface JudgedShare {
  status: 'held' | 'breached' | 'inconclusive';
  share: number;
  failures: number;
  trials: number;
  effectiveTrials: number;
  interval: NonNullable<Finding['interval']>;
  estimate: NonNullable<Finding['estimate']>;
  pValue: number;
}

/**
 * Judges a share of requests, counted by window, against its limit; a limit of 0 is exact, and no chance is in it. Every
 * planned look spends an equal part.
 * @param leastEffect see `effectiveProportion`
 */
export function judgeShare(
  windows: readonly CountedFailures[],
  limit: number,
  { limits, design }: Pick<ArmPlan, 'limits' | 'design'>,
  leastEffect = 1,
): JudgedShare | { missing: string } {
  if (windows.length < 2) return { missing: 'fewer than two sound attack windows were played' };
  const looks = looksOf(design);
  const upper = effectiveProportion(windows, limits.errorHeld / looks, leastEffect);
  const lower = effectiveProportion(windows, limits.errorBreached / looks, leastEffect);
  const failures = windows.reduce((sum, window) => sum + window.failures, 0);
  const exact = limit === 0;
  const held = exact ? failures === 0 : upper.high <= limit;
  const breached = exact ? failures > 0 : lower.low > limit;
  const spread = meanInterval(
    windows.map((window) => window.failures / window.trials),
    0.05,
  );
  return {
    status: breached ? 'breached' : held ? 'held' : 'inconclusive',
    share: upper.share,
    failures,
    trials: upper.trials,
    effectiveTrials: upper.effectiveTrials,
    interval: {
      low: lower.low,
      high: upper.high,
      confidence: 1 - (limits.errorHeld + limits.errorBreached) / looks,
    },
    estimate: {
      scale: 'linear',
      mean: spread?.mean ?? upper.share,
      standardError: (spread?.deviation ?? 0) / Math.sqrt(windows.length),
      degreesOfFreedom: windows.length - 1,
    },
    pValue: exact
      ? Number(!breached)
      : Math.min(
          1,
          looks * smallestError((error) => effectiveProportion(windows, error, leastEffect).low > limit),
        ),
  };
}
