import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { number } from '../words.ts';

export interface LevelTerms extends Pick<Check, 'id' | 'objective'> {
  /** Ids of steps that ask for more than the budget of a minute; each begins with an allowance that is recorded. */
  steps: readonly string[];
}

/** Each step gets the tokens that its tenant had left and no more, so that all are refused at the same point. */
export function tokensWithinLevel({ id, objective, steps }: LevelTerms): GatedCheck {
  return gated(
    {
      id,
      objective,
      unit: 'tokens above the budget',
      measure: (plan, record) => measure(steps, plan, record),
    },
    stepGates,
  );
}

interface Spent {
  step: string;
  admitted: number;
  /** Left at the start, and what came in until the last answer. */
  bound: number;
  leftAtStart: number;
  perRequest: number;
  /** Requests refused for tokens or rate. */
  refused: number;
  /** Answered with neither 200 nor 429. */
  others: number;
}

function measure(steps: readonly string[], plan: ArmPlan, record: ArmRecord): Finding {
  const spent = steps.map((step) => spentBy(step, plan, record));
  const unseen = spent.flatMap((step) => ('unknown' in step ? [step.unknown] : []));
  if (unseen.length > 0) return undecidable(unseen.join('; '), 0);
  const seen = spent.filter((step): step is Spent => !('unknown' in step));
  const found = {
    measured: Math.max(0, ...seen.map(({ admitted, bound }) => admitted - bound)),
    limit: 0,
    evidence: [],
  };
  const reason = seen.map(describe).join('; ');
  if (found.measured > 0) return { ...found, status: 'breached', reason };
  const doubts = seen.flatMap(doubtAbout);
  return doubts.length > 0
    ? { ...found, status: 'inconclusive', reason: doubts.join('; ') }
    : { ...found, status: 'held', reason };
}

function spentBy(step: string, { aggressor }: ArmPlan, record: ArmRecord): Spent | { unknown: string } {
  const calls = completionsOf(record, step);
  const bucket = factsOf(record, 'token-bucket').findLast((seen) => seen.step === step);
  if (!bucket || calls.length === 0)
    return {
      unknown: `${step}: ${bucket ? 'no request was seen' : 'what was left at the start was not seen'}`,
    };
  const served = calls.filter(({ httpStatus }) => httpStatus === 200);
  const refused = calls.filter(({ httpStatus }) => httpStatus === 429).length;
  const seconds = (Math.max(...calls.map(({ atMs }) => atMs)) - bucket.atMs) / 1000;
  return {
    step,
    admitted: served.reduce((sum, { tokensAsked }) => sum + tokensAsked, 0),
    // The gateway states whole tokens.
    bound: Math.floor(bucket.remainingTokens + 1 + (aggressor.rateLimitTpm / 60) * seconds),
    leftAtStart: bucket.remainingTokens,
    perRequest: Math.max(...calls.map(({ tokensAsked }) => tokensAsked)),
    refused,
    others: calls.length - served.length - refused,
  };
}

function doubtAbout({ step, admitted, leftAtStart, perRequest, refused, others }: Spent): string[] {
  if (others > 0) return [`${step}: ${others} neither served nor refused`];
  if (refused === 0) return [`${step}: nothing was refused, so the budget was not reached`];
  return admitted + perRequest <= leftAtStart
    ? [`${step}: another limit refused first, after ${number(admitted)} of ${number(leftAtStart)} tokens`]
    : [];
}

const describe = ({ step, admitted, leftAtStart, bound, refused }: Spent): string =>
  `${step}: ${number(admitted)} tokens let in, ${number(leftAtStart)} were left and ${number(bound)} allowed by the end, ${refused} refused`;
