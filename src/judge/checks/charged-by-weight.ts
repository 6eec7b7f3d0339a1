import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Fact } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number } from '../words.ts';

/**
 * What requests take from the token budget is what they use, small ones and large ones.
 * @param steps sent one request after the other, each step with requests of one size; of the first only its last answer counts
 */
export function chargedByWeight(steps: readonly [string, ...string[]]): GatedCheck {
  return gated(
    {
      id: 'charged-by-weight',
      objective: 'Each request takes from the token budget what it uses, be it small or large',
      unit: 'tokens charged wrongly',
      measure: (plan, record) => measure(steps, plan, record),
    },
    stepGates,
  );
}

/** What a step used, and what the budget lost by it: what came in meanwhile is known to lie between 0 and the rate. */
interface Charge {
  step: string;
  requests: number;
  used: number;
  least: number;
  most: number;
}

type Call = Fact<'completion'>;

function measure(steps: readonly string[], { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const calls = steps.flatMap((step) => completionsOf(record, step));
  const blind = calls.filter((call) => leftAfter(call) === undefined || call.tokensUsed === null);
  if (calls.length === 0 || blind.length > 0) {
    const what = calls.length === 0 ? 'no request' : count(blind.length, 'answer');
    return undecidable(`${what} told what was used and what was left`, 0);
  }
  const charges = steps
    .slice(1)
    .flatMap((step, index) => chargeOf(step, steps[index] ?? step, { record, aggressor }));
  if (charges.length < steps.length - 1) return undecidable('not every step was seen', 0);
  const found = {
    measured: Math.max(...charges.map(wrong)),
    limit: 0,
    samples: calls.length,
    evidence: [],
  };
  const reason = charges.map(describe).join('; ');
  if (found.measured > 0) return { ...found, status: 'breached', reason };
  const vague = charges.filter(({ least, most, used }) => most - least > used / 2);
  return vague.length > 0
    ? { ...found, status: 'inconclusive', reason: `too much came in meanwhile to tell: ${reason}` }
    : { ...found, status: 'held', reason };
}

function chargeOf(
  step: string,
  before: string,
  { record, aggressor }: { record: ArmRecord; aggressor: ArmPlan['aggressor'] },
): Charge[] {
  const calls = completionsOf(record, step);
  const [first, last] = [completionsOf(record, before).at(-1), calls.at(-1)];
  if (!first || !last) return [];
  const lost = (leftAfter(first) ?? 0) - (leftAfter(last) ?? 0);
  // The gateway wrote the earlier figure at some moment of that request.
  const seconds = (last.atMs - (first.atMs - first.durationMs)) / 1000;
  const used = calls.reduce((sum, { tokensUsed }) => sum + (tokensUsed ?? 0), 0);
  const rounding = 1;
  return [
    {
      step,
      requests: calls.length,
      used,
      least: lost - rounding,
      most: lost + rounding + (aggressor.rateLimitTpm / 60) * seconds,
    },
  ];
}

function leftAfter({ headers }: Call): number | undefined {
  const text = headers['x-ratelimit-remaining-tokens'];
  return text === undefined ? undefined : Number(text);
}

const wrong = ({ used, least, most }: Charge): number => Math.ceil(Math.max(0, used - most, least - used));

const describe = ({ step, requests, used, least, most }: Charge): string =>
  `${step}: ${count(requests, 'request')} used ${count(used, 'token')} and took ${number(Math.max(0, least))} to ${number(most)}`;
