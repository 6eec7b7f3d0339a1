import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { enoughSamples } from '../gates/enough-samples.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { generatorAtEase } from '../gates/generator-at-ease.ts';
import { baselineLoadOnTime, victimLoadOnTime } from '../gates/load-on-time.ts';
import { loadSurvived } from '../gates/load-survived.ts';
import { noFaults } from '../gates/no-faults.ts';
import { pairedLogRatio, pairsToDecide, type RatioInterval } from '../statistics/paired-log-ratio.ts';
import { completePairs, secondsOf } from '../windows.ts';
import { count, number } from '../words.ts';
import { isUnbounded, measureP99, type P99Measurement } from './p99-measurement.ts';

/**
 * The victim's p99 under attack is at most `limits.p99Ratio` times its p99 at rest.
 *
 * Held only if the upper end of the interval and the pooled ratio are within the limit; breached only if the lower end
 * and the pooled ratio are above it. Every planned look spends an equal part of `limits.errorPerSide` (Bonferroni), so
 * that the error holds whenever the arm stops. See `p99-measurement.ts` for how failed requests count.
 */
export function victimP99Ratio(): GatedCheck {
  return gated(
    {
      id: 'victim-p99-ratio',
      objective: "Under attack the victim's p99 latency stays near its p99 at rest",
      unit: 'ratio',
      sequential: true,
      measure,
    },
    {
      held: [
        attackDelivered,
        victimLoadOnTime,
        enoughSamples,
        generatorAtEase,
        loadSurvived,
        noFaults,
        armFinished,
      ],
      breached: [attackMade, baselineLoadOnTime, enoughSamples, generatorAtEase, loadSurvived, noFaults],
    },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const limit = plan.limits.p99Ratio;
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit, evidence: [] };
  if (plan.design.kind !== 'paired-windows') {
    return { ...unknown, reason: 'a ratio needs paired windows, and this arm has none' };
  }
  const p99 = measureP99(record);
  if ('missing' in p99) return { ...unknown, reason: p99.missing };
  const errorPerSide = plan.limits.errorPerSide / plan.design.looksPairs.length;
  const interval = pairedLogRatio(p99.pairs, errorPerSide);
  if (!interval) {
    return { ...unknown, reason: `${count(p99.pairs.length, 'pair')} of windows, two at least are needed` };
  }
  const { low, high, confidence } = interval;
  return {
    ...decide(p99, interval, { limit, errorPerSide, secondsPerPair: secondsPerPair(record) }),
    measured: interval.ratio,
    limit,
    ...(Number.isFinite(interval.high) ? { interval: { low, high, confidence } } : {}),
    samples: p99.samples,
    evidence: evidenceOf(p99),
  };
}

interface Terms {
  limit: number;
  errorPerSide: number;
  secondsPerPair: number;
}

function decide(
  p99: P99Measurement,
  interval: RatioInterval,
  terms: Terms,
): Pick<Finding, 'status' | 'reason'> {
  const { limit } = terms;
  const pooled = p99.pooled.attack / p99.pooled.baseline;
  const levels = `p99 ${number(p99.pooled.baseline)} ms at rest, ${number(p99.pooled.attack)} ms under attack`;
  const failedAtRest = p99.pairs.filter(({ baseline }) => isUnbounded(baseline)).length;
  if (failedAtRest > 0) {
    const share = `${failedAtRest} of ${count(p99.pairs.length, 'baseline window')}`;
    return {
      status: 'inconclusive',
      reason: `more than 1 % of the victim's requests failed in ${share}, without the attack`,
    };
  }
  const failedUnderAttack = p99.pairs.filter(({ attack }) => isUnbounded(attack)).length;
  const failures = `more than 1 % of the victim's requests failed in ${failedUnderAttack} of ${count(p99.pairs.length, 'attack window')}`;
  if (interval.low > limit && pooled > limit) {
    const reason =
      failedUnderAttack > 0 ? `${failures}; ${levels}` : `${levels}: at least ${number(interval.low)} times`;
    return { status: 'breached', reason };
  }
  if (failedUnderAttack > 0)
    return { status: 'inconclusive', reason: `${failures}, too few windows to call it a breach` };
  if (interval.high <= limit && pooled <= limit) {
    return { status: 'held', reason: `${levels}: at most ${number(interval.high)} times` };
  }
  return { status: 'inconclusive', reason: undecided(p99, interval, { ...terms, pooled }) };
}

function undecided(
  { pairs }: P99Measurement,
  interval: RatioInterval,
  { limit, errorPerSide, secondsPerPair, pooled }: Terms & { pooled: number },
): string {
  const width = `${number(interval.low)} to ${number(interval.high)}`;
  if (interval.high <= limit || interval.low > limit) {
    return `the interval ${width} and the ratio of all samples together, ${number(pooled)}, lie on two sides of the limit ${number(limit)}`;
  }
  const needed = pairsToDecide(interval, limit, errorPerSide);
  const more = Math.max(1, needed - pairs.length);
  const cost = Number.isFinite(more)
    ? `about ${count(more, 'more pair')} of windows (${number(Math.ceil(more * secondsPerPair))} s) would decide`
    : 'it lies on the limit, and no number of pairs would decide';
  return `the interval ${width} contains the limit ${number(limit)}; ${cost}, if the noise stays as it is`;
}

function secondsPerPair(record: ArmRecord): number {
  const [pair] = completePairs(record);
  return pair ? secondsOf(pair.baseline) + secondsOf(pair.attack) : 0;
}

const mostPairsListed = 12;

function evidenceOf({ pairs }: P99Measurement): string[] {
  const listed = pairs
    .slice(0, mostPairsListed)
    .map(({ baseline, attack }) => `${word(baseline)} → ${word(attack)}`)
    .join(', ');
  const rest = pairs.length > mostPairsListed ? ` and ${pairs.length - mostPairsListed} more` : '';
  return [`p99 in ms of each pair, at rest → under attack: ${listed}${rest}`];
}

const word = (p99Ms: number): string => (isUnbounded(p99Ms) ? 'failed' : number(p99Ms));
