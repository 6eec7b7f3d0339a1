import type { ArmRecord, LoadSamples } from '../../model/observation.ts';
import { percentile } from '../statistics/percentile.ts';
import type { MeasuredPair } from '../statistics/paired-log-ratio.ts';
import { completePairs, isServed, measuredPart, requestsIn, type Window } from '../windows.ts';

/**
 * What a failed request (no answer, 429, 5xx alike) counts as, or its own latency if that is longer: a victim that was
 * turned away fast was not served fast. A p99 this high means that more than 1 % failed. It is a finite number so that
 * figures stay figures in JSON; the check never says `held` where it occurs.
 */
const failedLatencyMs = 60_000;

export const isUnbounded = (p99Ms: number): boolean => p99Ms >= failedLatencyMs;

export interface P99Measurement {
  /** p99 in milliseconds of each complete pair. */
  pairs: MeasuredPair[];
  /** p99 in milliseconds over all measured windows of a phase. */
  pooled: MeasuredPair;
  samples: number;
}

/** The victim's p99 in each complete pair; a request belongs to the window in which it was intended to start. */
export function measureP99(record: ArmRecord): P99Measurement | { missing: string } {
  const { victim } = record;
  if (!victim) return { missing: "no sample of the victim's load was seen" };
  const windows = completePairs(record).map(({ baseline, attack }) => ({
    baseline: latenciesIn(victim, baseline),
    attack: latenciesIn(victim, attack),
  }));
  if (windows.length === 0) return { missing: 'no pair of windows was played to its end' };
  const pairs = windows.map(p99Of);
  const unmeasured = pairs.findIndex(({ baseline, attack }) => !(baseline > 0 && attack > 0));
  if (unmeasured >= 0) return { missing: `a window of pair ${unmeasured} has no latency of the victim` };
  const pooled = {
    baseline: windows.flatMap(({ baseline }) => baseline),
    attack: windows.flatMap(({ attack }) => attack),
  };
  return {
    pairs,
    pooled: p99Of(pooled),
    samples: pooled.baseline.length + pooled.attack.length,
  };
}

function latenciesIn(victim: LoadSamples, window: Window): number[] {
  return requestsIn(victim, measuredPart(window)).map((index) => {
    const latencyMs = victim.latencyMs[index] ?? Number.NaN;
    return isServed(victim.status[index] ?? 0) ? latencyMs : Math.max(latencyMs, failedLatencyMs);
  });
}

function p99Of({ baseline, attack }: { baseline: number[]; attack: number[] }): MeasuredPair {
  const p99 = (latencies: number[]): number => percentile(Float64Array.from(latencies).sort(), 0.99);
  return { baseline: p99(baseline), attack: p99(attack) };
}
