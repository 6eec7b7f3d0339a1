import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { victimGates } from '../gates/victim-gates.ts';
import { meanAboveP } from '../statistics/mean-test.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { count, number } from '../words.ts';
import { looksOf } from './looks-of.ts';
import { soundAttackWindows, type VictimWindow } from './sound-attack-windows.ts';

export interface ServedRateTerms {
  id: string;
  objective: string;
  /** Requests per second, a lower bound. */
  limit: number;
  /** Only requests served within this time count (goodput); Infinity counts all (throughput). */
  withinMs: number;
}

/** The victim is served at least so many requests a second under attack: the interval of the mean over the windows is. */
export const servedRate = (terms: ServedRateTerms): GatedCheck =>
  gated(
    {
      id: terms.id,
      objective: terms.objective,
      unit: 'requests/s',
      sequential: true,
      measure: (plan, record) => measure(terms, plan, record),
    },
    victimGates,
  );

function measure({ limit, withinMs }: ServedRateTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const windows = soundAttackWindows(plan, record);
  const rates = windows.map((window) => rateOf(window, withinMs));
  const looks = looksOf(plan.design);
  const lower = meanInterval(rates, plan.limits.errorHeld / looks);
  const upper = meanInterval(rates, plan.limits.errorBreached / looks);
  if (!lower || !upper) {
    const reason = 'fewer than two sound attack windows were played';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const status = lower.low >= limit ? 'held' : upper.high < limit ? 'breached' : 'inconclusive';
  const within = Number.isFinite(withinMs) ? ` within ${number(withinMs)} ms` : '';
  return {
    status,
    measured: lower.mean,
    limit,
    interval: {
      low: lower.low,
      high: upper.high,
      confidence: 1 - (plan.limits.errorHeld + plan.limits.errorBreached) / looks,
    },
    samples: windows.reduce((sum, { load }) => sum + load.due, 0),
    estimate: {
      scale: 'linear',
      mean: lower.mean,
      standardError: lower.deviation / Math.sqrt(rates.length),
      degreesOfFreedom: rates.length - 1,
    },
    pValue: Math.min(
      1,
      looks *
        meanAboveP(
          rates.map((rate) => -rate),
          -limit,
        ),
    ),
    reason: `${number(lower.mean)} requests/s were served${within} in ${count(rates.length, 'attack window')}, between ${number(lower.low)} and ${number(upper.high)} by their spread`,
    evidence: [],
  };
}

const rateOf = ({ load, seconds }: VictimWindow, withinMs: number): number =>
  (load.latency.count - (Number.isFinite(withinMs) ? load.latency.above(withinMs) : 0)) / seconds;
