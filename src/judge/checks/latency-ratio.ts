import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan, Limits } from '../../model/plan.ts';
import { gated, type GatedCheck, type GatesOfCheck } from '../gates/gated.ts';
import { shamDelivered } from '../gates/sham-delivered.ts';
import { readerOnTime, tokensOneByOne, tokenStreamsSeen } from '../gates/token-streams.ts';
import { victimGates } from '../gates/victim-gates.ts';
import {
  pairedLogRatio,
  pairsToDecide,
  ratioAboveP,
  type ErrorSides,
  type RatioInterval,
} from '../statistics/paired-log-ratio.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { count, number, percentileWord } from '../words.ts';
import { measureGaps, type GapPairs } from './gap-pairs.ts';
import { measurePercentile, isEndless, type PercentilePairs } from './percentile-pairs.ts';
import { undecided } from './undecided.ts';

export interface LatencyRatioTerms {
  id: string;
  objective: string;
  /** The percentile, e.g. 0.99. */
  share: number;
  /** Of the gaps between tokens; that of whole requests if absent. */
  until?: 'next-token' | undefined;
  limitOf: (limits: Limits) => number;
}

/**
 * A percentile of the victim's latency under attack, or of the gaps between its tokens, is at most so many times the same
 * at rest.
 *
 * Held only if the upper end of the interval and the pooled ratio are within the limit; breached only if the lower end
 * and the pooled ratio are above it. Every planned look spends an equal part of the error (Bonferroni), so that the error
 * holds whenever the arm stops. See `percentile-pairs.ts` for how failed requests count.
 */
export function latencyRatio(terms: LatencyRatioTerms): GatedCheck {
  return gated(
    {
      id: terms.id,
      objective: terms.objective,
      unit: 'ratio',
      sequential: true,
      measure: (plan, record) => measure(terms, plan, record),
      isHopeless: (plan, record) => isHopeless(terms, plan, record),
    },
    gatesOf(terms),
  );
}

/** A reader that is late itself hides in both phases what is between them. */
function gatesOf({ until }: LatencyRatioTerms): GatesOfCheck {
  const both = until === 'next-token' ? [shamDelivered, tokenStreamsSeen, readerOnTime] : [shamDelivered];
  return {
    held: [...victimGates.held, ...both, ...(until === 'next-token' ? [tokensOneByOne] : [])],
    breached: [...victimGates.breached, ...both],
  };
}

const measurePairs = (
  { share, until }: LatencyRatioTerms,
  plan: ArmPlan,
  record: ArmRecord,
): GapPairs | { missing: string } => {
  const { pairs } = soundPairs(plan, record);
  return until === 'next-token'
    ? measureGaps(plan, record, pairs, share)
    : measurePercentile(record, pairs, share);
};

/** Fewer pairs than this show too little of the noise to give up on (`statistics.md`). */
const fewestPairsToGiveUp = 12;

/**
 * Noise like this would need more pairs than are planned, whether the true ratio is 1 or what was seen. A ratio that looks
 * like a breach is never given up on.
 */
function isHopeless(terms: LatencyRatioTerms, plan: ArmPlan, record: ArmRecord): boolean {
  if (plan.design.kind !== 'paired-windows') return false;
  const { looksPairs } = plan.design;
  const found = measurePairs(terms, plan, record);
  // A window without tokens stays one; of whole requests k6 may only be behind.
  if ('missing' in found) return terms.until === 'next-token' && soundPairs(plan, record).pairs.length > 0;
  if (found.pairs.length < fewestPairsToGiveUp) return false;
  const error = errorOf(plan, looksPairs.length);
  const interval = pairedLogRatio(found.pairs, error);
  const limit = terms.limitOf(plan.limits);
  if (!interval || interval.ratio > limit) return false;
  const needed = (ratio: number): number =>
    pairsToDecide({ ratio, logDeviation: interval.logDeviation }, limit, error.high);
  const most = Math.max(...looksPairs);
  return needed(1) > most && needed(interval.ratio) > most;
}

/** The chances of a wrong verdict that one of so many looks may spend. */
export const errorOf = ({ limits }: ArmPlan, looks: number): ErrorSides => ({
  low: limits.errorBreached / looks,
  high: limits.errorHeld / looks,
});

function measure(terms: LatencyRatioTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const limit = terms.limitOf(plan.limits);
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit, evidence: [] };
  if (plan.design.kind !== 'paired-windows') {
    return { ...unknown, reason: 'a ratio needs paired windows, and this arm has none' };
  }
  const looks = plan.design.looksPairs.length;
  const found = measurePairs(terms, plan, record);
  if ('missing' in found) return { ...unknown, reason: found.missing };
  const error = errorOf(plan, looks);
  const interval = pairedLogRatio(found.pairs, error);
  if (!interval) {
    return {
      ...unknown,
      reason: `${count(found.pairs.length, 'sound pair')} of windows, two at least are needed`,
    };
  }
  const { low, high, confidence, logMean, logStandardError } = interval;
  return {
    ...decide(found, interval, { record, limit, error, of: terms }),
    measured: interval.ratio,
    limit,
    ...(Number.isFinite(high) ? { interval: { low, high, confidence } } : {}),
    samples: found.samples,
    estimate: {
      scale: 'log',
      mean: logMean,
      standardError: logStandardError,
      degreesOfFreedom: found.pairs.length - 1,
    },
    pValue: Math.min(1, looks * ratioAboveP(found.pairs, limit)),
    evidence: evidenceOf(found, terms.share),
  };
}

interface DecisionTerms {
  record: ArmRecord;
  limit: number;
  error: ErrorSides;
  of: LatencyRatioTerms;
}

function decide(
  found: GapPairs,
  interval: RatioInterval,
  terms: DecisionTerms,
): Pick<Finding, 'status' | 'reason'> {
  const { limit, of } = terms;
  const { baseline, attack } = found.pooled;
  const ratio = attack / baseline;
  const levels = `${percentileWord(of.share)} ${number(baseline)} ms at rest, ${number(attack)} ms under attack`;
  const failedAtRest = found.pairs.filter((pair) => isEndless(pair.baseline)).length;
  if (failedAtRest > 0) {
    const where = `${failedAtRest} of ${count(found.pairs.length, 'baseline window')}, without the attack`;
    return { status: 'inconclusive', reason: `${failures(of)} in ${where}` };
  }
  const failedUnderAttack = found.pairs.filter((pair) => isEndless(pair.attack)).length;
  const failed = `${failures(of)} in ${failedUnderAttack} of ${count(found.pairs.length, 'attack window')}`;
  if (interval.low > limit && ratio > limit) {
    const reason =
      failedUnderAttack > 0 ? `${failed}; ${levels}` : `${levels}: at least ${number(interval.low)} times`;
    return { status: 'breached', reason };
  }
  if (failedUnderAttack > 0)
    return { status: 'inconclusive', reason: `${failed}, too few windows to call it a breach` };
  if (interval.high <= limit && ratio <= limit) {
    if (found.tooFew !== undefined) return { status: 'inconclusive', reason: `${levels}; ${found.tooFew}` };
    return { status: 'held', reason: `${levels}: at most ${number(interval.high)} times` };
  }
  return {
    status: 'inconclusive',
    reason: undecided(interval, { ...terms, ratio, pairs: found.pairs.length }),
  };
}

const failures = ({ share, until }: LatencyRatioTerms): string =>
  `more than ${number(100 * (1 - share))} % of the ${until === 'next-token' ? 'gaps between tokens never ended' : "victim's requests failed"}`;

const mostPairsListed = 12;

function evidenceOf({ pairs }: PercentilePairs, share: number): string[] {
  const listed = pairs
    .slice(0, mostPairsListed)
    .map(({ baseline, attack }) => `${word(baseline)} → ${word(attack)}`)
    .join(', ');
  const rest = pairs.length > mostPairsListed ? ` and ${pairs.length - mostPairsListed} more` : '';
  return [`${percentileWord(share)} in ms of each pair, at rest → under attack: ${listed}${rest}`];
}

const word = (milliseconds: number): string => (isEndless(milliseconds) ? 'failed' : number(milliseconds));
