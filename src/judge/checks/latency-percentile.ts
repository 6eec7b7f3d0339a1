import type { Finding } from '../../model/check.ts';
import type { LatencyCounts } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { fewestSamples } from '../../model/fewest-samples.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { pooled } from '../load/exact-counts.ts';
import { count, number, percent, percentileWord } from '../words.ts';
import { judgeShare } from './judge-share.ts';
import { endlessIn, percentileInterval } from './percentile-interval.ts';
import { soundAttackWindows, type VictimWindow } from './sound-attack-windows.ts';
import { spreadOfLogs } from './spread-of-logs.ts';

export interface LatencyPercentileTerms {
  id: string;
  objective: string;
  /** The percentile, e.g. 0.99. */
  share: number;
  until: 'last-token' | 'first-token';
  /** Milliseconds. */
  limit: number;
}

/**
 * A percentile of the victim's latency under attack is at most the limit: the share of requests that took longer, with the
 * interval of Clopper and Pearson for as many independent requests as the windows are worth, is at most 1 − percentile.
 * A request that failed took longer than any limit.
 */
export const latencyPercentile = (terms: LatencyPercentileTerms): GatedCheck =>
  gated(
    {
      id: terms.id,
      objective: terms.objective,
      unit: 'ms',
      sequential: true,
      measure: (plan, record) => measure(terms, plan, record),
    },
    victimGates,
  );

function measure(terms: LatencyPercentileTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const { share, until, limit } = terms;
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit, evidence: [] };
  if (until === 'first-token' && !(plan.design.kind === 'paired-windows' && plan.design.victimStreams)) {
    return {
      ...unknown,
      reason: "the victim's answers were not streamed, so that no first token could be seen",
    };
  }
  const windows = soundAttackWindows(plan, record);
  const latencyOf = ({ load }: VictimWindow): LatencyCounts =>
    until === 'first-token' ? load.firstByte : load.latency;
  const judged = judgeShare(
    windows.map((window) => ({
      failures: latencyOf(window).above(limit) + endlessIn(window.load, latencyOf(window)),
      trials: window.load.due,
    })),
    1 - share,
    plan,
  );
  if ('missing' in judged) return { ...unknown, reason: judged.missing };
  const endless = windows.reduce((sum, window) => sum + endlessIn(window.load, latencyOf(window)), 0);
  const percentile = pooled(windows.map(latencyOf)).percentile(share, endless);
  const needed = fewestSamples(share, plan.limits.errorHeld);
  const slow = `${number(judged.failures)} of ${count(judged.trials, 'request')} took longer than ${number(limit)} ms or failed (${percent(judged.share)}, ${percent(1 - share)} may)`;
  const figures = {
    limit,
    samples: judged.trials,
    pValue: judged.pValue,
    ...spreadOfLogs(
      windows.map((window) => {
        const latency = latencyOf(window);
        return latency.percentile(share, endlessIn(window.load, latency));
      }),
    ),
    evidence: [`They say as much as ${number(Math.floor(judged.effectiveTrials))} independent requests`],
  };
  if (!Number.isFinite(percentile)) {
    const status = judged.status === 'breached' ? 'breached' : 'inconclusive';
    return {
      ...figures,
      status,
      measured: null,
      reason: `the ${percentileWord(share)} is a failed request; ${slow}`,
    };
  }
  const counted = windows.map((window) => ({ load: window.load, latency: latencyOf(window) }));
  const interval = percentileInterval(counted, share, plan);
  const found = { ...figures, measured: percentile, ...(interval ? { interval } : {}) };
  if (judged.effectiveTrials < needed) {
    const reason = `the samples are worth ${number(Math.floor(judged.effectiveTrials))} independent ones, a ${percentileWord(share)} needs ${number(needed)}; ${slow}`;
    return { ...found, status: judged.status === 'breached' ? 'breached' : 'inconclusive', reason };
  }
  return { ...found, status: judged.status, reason: slow };
}
