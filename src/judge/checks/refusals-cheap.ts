import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { meanAboveP } from '../statistics/mean-test.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { answersWith, isServed, loadIn, measuredPart, secondsOf, type WindowPair } from '../windows.ts';
import { count, number } from '../words.ts';
import { gatewayCpuIn } from './gateway-cpu-in.ts';

/** Most that a refusal may cost, as a part of what serving a reference request costs. */
const mostOfServing = 0.5;

/**
 * A refused request costs the gateway less than half the processor time of a served one. What serving costs is measured in
 * the windows at rest of the same run, where the victim alone is served, so that the machine's speed does not matter. What the
 * aggressor was answered is known when the arm has ended, so this is judged once, on as many pairs as the other checks wanted.
 */
export function refusalsCheap(): GatedCheck {
  return gated(
    {
      id: 'refusals-cheap',
      objective: 'Refusing a request costs the gateway less than half of what serving one does',
      unit: 'of a served request',
      measure,
    },
    victimGates,
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const limit = mostOfServing;
  const costs = soundPairs(plan, record).pairs.flatMap((pair) => costOf(record, pair) ?? []);
  const values = costs.map(({ refusal }) => refusal);
  const upper = meanInterval(values, plan.limits.errorHeld);
  const lower = meanInterval(values, plan.limits.errorBreached);
  if (!upper || !lower) {
    const reason = `the gateway's processor time and its refusals are known of ${count(costs.length, 'pair')} of windows, two at least are needed`;
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const { mean, deviation } = upper;
  return {
    status: upper.high <= limit ? 'held' : lower.low > limit ? 'breached' : 'inconclusive',
    measured: mean,
    limit,
    interval: {
      low: lower.low,
      high: upper.high,
      confidence: 1 - (plan.limits.errorHeld + plan.limits.errorBreached),
    },
    samples: costs.reduce((sum, { refusals }) => sum + refusals, 0),
    estimate: {
      scale: 'linear',
      mean,
      standardError: deviation / Math.sqrt(values.length),
      degreesOfFreedom: values.length - 1,
    },
    pValue: meanAboveP(values, limit),
    reason: `a refusal took ${number(mean)} of the processor time of a served request, between ${number(lower.low)} and ${number(upper.high)}`,
    evidence: [describe(costs)],
  };
}

interface Cost {
  /** Processor time of a refused request over that of a served one. */
  refusal: number;
  refusals: number;
  servedMs: number;
}

/** What the attack window used beyond its served requests, whose cost the window at rest tells, is for its refusals. */
function costOf(record: ArmRecord, { baseline, attack }: WindowPair): Cost | undefined {
  const [atRest, underAttack] = [gatewayCpuIn(record, baseline), gatewayCpuIn(record, attack)];
  const [victim, aggressor] = [loadIn(record.victim, attack), loadIn(record.aggressor, attack)];
  const servedAtRest = loadIn(record.victim, baseline)?.latency.count ?? 0;
  if (atRest === undefined || underAttack === undefined || !victim || !aggressor || servedAtRest === 0)
    return undefined;
  const refusals = answersWith(aggressor.byStatus, (status) => !isServed(status));
  if (refusals === 0) return undefined;
  const served = victim.latency.count + aggressor.latency.count;
  const servedSeconds = (atRest * secondsOf(measuredPart(baseline))) / servedAtRest;
  const refusedSeconds = (underAttack * secondsOf(measuredPart(attack)) - served * servedSeconds) / refusals;
  return { refusal: refusedSeconds / servedSeconds, refusals, servedMs: 1000 * servedSeconds };
}

const describe = (costs: readonly Cost[]): string =>
  `By pair, refused over served: ${costs
    .slice(0, 12)
    .map(({ refusal, servedMs }) => `${number(refusal)} of ${number(servedMs)} ms`)
    .join(', ')}`;
