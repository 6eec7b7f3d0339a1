import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { fewestSamples } from '../../model/fewest-samples.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { readerOnTime, tokensOneByOne, tokenStreamsSeen } from '../gates/token-streams.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { pooled } from '../load/exact-counts.ts';
import { count, number, percent, percentileWord } from '../words.ts';
import { attackLatencies, type Until } from './attack-latencies.ts';
import { judgeShare } from './judge-share.ts';
import { slowerThan } from './latency-window.ts';
import { percentileInterval } from './percentile-interval.ts';
import { spreadOfLogs } from './spread-of-logs.ts';

export interface LatencyPercentileTerms {
  id: string;
  objective: string;
  /** The percentile, e.g. 0.99. */
  share: number;
  until: Until;
  /** Milliseconds. */
  limit: number;
}

/**
 * A percentile of the victim's latency under attack, or of the gaps between its tokens, is at most the limit: the share of
 * requests that took longer, with the interval of Clopper and Pearson for as many independent requests as the windows are
 * worth, is at most 1 − percentile. A request that failed took longer than any limit.
 */
export const latencyPercentile = (terms: LatencyPercentileTerms): GatedCheck =>
  gated(
    {
      id: terms.id,
      objective: terms.objective,
      unit: 'ms',
      sequential: true,
      measure: (plan, record) => measure(terms, plan, record),
      // What was not streamed in one window does not come with the next.
      isHopeless: (plan, record) => 'missing' in attackLatencies(terms.until, plan, record),
    },
    terms.until === 'next-token' ? tokenGates : victimGates,
  );

/** A reader that is late itself makes gaps look longer, and none shorter that matters. */
const tokenGates = {
  held: [...victimGates.held, tokenStreamsSeen, tokensOneByOne],
  breached: [...victimGates.breached, tokenStreamsSeen, readerOnTime],
};

const ofRequests = { one: 'request', orFailed: 'or failed', endless: 'a failed request' };
const ofGaps = { one: 'gap', orFailed: 'or never ended', endless: 'a gap that never ended' };

function measure(terms: LatencyPercentileTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const { share, until, limit } = terms;
  const words = until === 'next-token' ? ofGaps : ofRequests;
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit, evidence: [] };
  const latencies = attackLatencies(until, plan, record);
  if ('missing' in latencies) return { ...unknown, reason: latencies.missing };
  const { windows } = latencies;
  const endless = windows.reduce((sum, window) => sum + window.endless, 0);
  const percentile = pooled(windows.map(({ latency }) => latency)).percentile(share, endless);
  const effect = latencies.leastEffect(limit, share);
  const judged = judgeShare(
    windows.map((window) => slowerThan(limit, window)),
    1 - share,
    plan,
    effect,
  );
  if ('missing' in judged) return { ...unknown, reason: judged.missing };
  const needed = fewestSamples(share, plan.limits.errorHeld);
  const slow = `${number(judged.failures)} of ${count(judged.trials, words.one)} took longer than ${number(limit)} ms ${words.orFailed} (${percent(judged.share)}, ${percent(1 - share)} may)`;
  const figures = {
    limit,
    samples: judged.trials,
    pValue: judged.pValue,
    ...spreadOfLogs(windows.map((window) => window.latency.percentile(share, window.endless))),
    evidence: [`They say as much as ${number(Math.floor(judged.effectiveTrials))} independent ${words.one}s`],
  };
  if (!Number.isFinite(percentile)) {
    const status = judged.status === 'breached' ? 'breached' : 'inconclusive';
    return {
      ...figures,
      status,
      measured: null,
      reason: `the ${percentileWord(share)} is ${words.endless}; ${slow}`,
    };
  }
  const interval = percentileInterval(windows, share, plan, effect);
  const found = { ...figures, measured: percentile, ...(interval ? { interval } : {}) };
  if (judged.effectiveTrials < needed) {
    const reason = `the samples are worth ${number(Math.floor(judged.effectiveTrials))} independent ones, a ${percentileWord(share)} needs ${number(needed)}; ${slow}`;
    return { ...found, status: judged.status === 'breached' ? 'breached' : 'inconclusive', reason };
  }
  return { ...found, status: judged.status, reason: slow };
}
