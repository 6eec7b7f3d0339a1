import type { Check, Finding } from '../../model/check.ts';
import type { Spans } from '../../model/load-digest.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { TenantPromise } from '../../model/stack-facts.ts';
import type { Fact } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number } from '../words.ts';
import { densestAdmitted, type AdmittedStretch } from './admitted-stretch.ts';
import { busiestMinute } from './busiest-minute.ts';

type Rate = Pick<TenantPromise, 'rateLimitRpm' | 'burstRequests'>;

export interface RateTerms extends Pick<Check, 'id' | 'objective'> {
  /** Ids of the steps that together ask for more than the rate allows. */
  steps: readonly string[];
  /** `any`: in every stretch of time; `minute`: in every 60 seconds. */
  stretch: 'any' | 'minute';
  /** The rate that must bind; undefined if the aggressor has none. */
  rateOf: (aggressor: TenantPromise) => Rate | undefined;
}

/** Of the requests of some steps no more are let in than burst + rate · time. */
export function stepsWithinRate(terms: RateTerms): GatedCheck {
  const { id, objective } = terms;
  return gated(
    { id, objective, unit: 'requests', measure: (plan, record) => measure(terms, plan, record) },
    stepGates,
  );
}

function measure({ steps, stretch, rateOf }: RateTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const rate = rateOf(plan.aggressor);
  if (!rate) return undecidable(`${plan.aggressor.name} has no such rate`);
  const calls = steps.flatMap((step) => completionsOf(record, step));
  const served = calls.filter(({ httpStatus }) => httpStatus === 200);
  const densest = stretch === 'any' ? densestAdmitted(spansOf(served), rate) : busiest(served, rate);
  if (!densest) return undecidable(`no request of ${steps.join(', ')} was served`);
  const refused = calls.filter(({ httpStatus }) => httpStatus === 429).length;
  const found = {
    measured: densest.admitted,
    limit: densest.bound,
    samples: calls.length,
    evidence: [`Of ${count(calls.length, 'request')} ${served.length} were served, ${refused} got 429`],
  };
  const reason = `${count(densest.admitted, 'request')} admitted within ${number(densest.seconds)} s, ${number(densest.bound)} allowed`;
  if (densest.admitted > densest.bound) return { ...found, status: 'breached', reason };
  const doubt = doubtAbout(calls, { stretch, rate, served: served.length, refused });
  return doubt === undefined
    ? { ...found, status: 'held', reason: `${reason}; no other stretch had more above what it allows` }
    : { ...found, status: 'inconclusive', reason: `${doubt}: ${reason}` };
}

type Call = Fact<'completion'>;

const spansOf = (calls: readonly Call[]): Spans => ({
  startMs: Float64Array.from(calls, ({ atMs, durationMs }) => atMs - durationMs),
  endMs: Float64Array.from(calls, ({ atMs }) => atMs),
});

const perMinute = ({ rateLimitRpm, burstRequests }: Rate): number => rateLimitRpm + burstRequests;

function busiest(served: readonly Call[], rate: Rate): AdmittedStretch | undefined {
  const admitted = busiestMinute(spansOf(served));
  return admitted === 0 ? undefined : { admitted, bound: perMinute(rate), seconds: 60 };
}

interface Offer {
  stretch: RateTerms['stretch'];
  rate: Rate;
  served: number;
  refused: number;
}

/** Why few admitted requests prove nothing of this rate. */
function doubtAbout(calls: readonly Call[], { stretch, rate, served, refused }: Offer): string | undefined {
  const offered = stretch === 'any' ? calls.length : busiestMinute(spansOf(calls));
  if (stretch === 'minute' && offered <= perMinute(rate))
    return `only ${count(offered, 'request')} were sent within a minute`;
  if (refused === 0) return 'nothing was refused, so the rate was not reached';
  return served < rate.burstRequests / 2 ? 'another limit refused first' : undefined;
}
