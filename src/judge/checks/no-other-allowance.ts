import type { Check, Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Fact } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { isRefusal } from '../refusals.ts';
import { clopperPearson, type ProportionInterval } from '../statistics/proportion-interval.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { isServed } from '../windows.ts';
import { count, number, percent, statusWord, tally } from '../words.ts';

export interface AllowanceTerms extends Pick<Check, 'id' | 'objective'> {
  /** Id of a step that asks in the other way while the allowance is whole. */
  proof: string;
  /** Ids of the steps in which a tenant that has used up its allowance goes on as before. */
  asBefore: readonly string[];
  /** Ids of the steps in which it asks in another way, at the same times and as often. */
  otherwise: readonly string[];
  /** That way, in words, e.g. `on the other route`. */
  way: string;
  /** Requests that it would be good for, had it an allowance of its own. */
  allowanceOf: (plan: ArmPlan) => number;
}

/** Chance that a share lies above its interval, and the same for below. */
const errorPerSide = 0.001;

/** A way with an allowance of its own is served so much more often at least; less may be chance. */
const leastGain = 0.1;

/** A way with an allowance of its own, and enough of it, would be served more often by more than this. */
const mostGain = 0.5;

/**
 * Whoever has used up its allowance is refused alike, however it asks. Both ways are tried side by side, so that whatever
 * comes in meanwhile, or a window that begins anew, serves both.
 */
export function noOtherAllowance(terms: AllowanceTerms): GatedCheck {
  const { id, objective } = terms;
  return gated(
    {
      id,
      objective,
      unit: 'share of requests served',
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

function measure(terms: AllowanceTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const { proof, asBefore, otherwise, way } = terms;
  const first = completionsOf(record, proof);
  if (!first.some(({ httpStatus }) => isServed(httpStatus)))
    return undecidable(`a request ${way} is not served even with the allowance whole: ${answersOf(first)}`);
  const calls = otherwise.flatMap((step) => completionsOf(record, step));
  const usual = shareOf(asBefore.flatMap((step) => completionsOf(record, step)));
  const other = shareOf(calls);
  if (usual.of === 0) return undecidable('no request as before was served or refused for being too many');
  if (other.of === 0)
    return undecidable(`no request ${way} was served or refused for being too many: ${answersOf(calls)}`);
  const { interval } = other;
  const found = {
    measured: other.served / other.of,
    interval: { ...interval, confidence: 1 - 2 * errorPerSide },
    limit: Math.min(1, usual.interval.high + leastGain),
    samples: other.of,
    evidence: [],
  };
  const reason = `with the allowance used up ${describe(other)} ${way}, and ${describe(usual)} as before at the same time`;
  if (interval.low > found.limit) return { ...found, status: 'breached', reason };
  if (usual.served > usual.of / 2)
    return { ...found, status: 'inconclusive', reason: `the limit was not reached: ${reason}` };
  const gain = Math.min(mostGain, (0.8 * terms.allowanceOf(plan)) / other.of);
  return interval.high - usual.interval.low > gain
    ? { ...found, status: 'inconclusive', reason: `too few or too mixed to tell: ${reason}` }
    : { ...found, status: 'held', reason };
}

const answersOf = (calls: readonly Fact<'completion'>[]): string =>
  calls.length === 0 ? 'none was seen' : tally(calls.map(({ httpStatus }) => statusWord(httpStatus)));

interface Share {
  served: number;
  of: number;
  interval: ProportionInterval;
}

/** Whatever was neither served nor refused for being too many says nothing of an allowance. */
function shareOf(calls: readonly Fact<'completion'>[]): Share {
  const served = calls.filter(({ httpStatus }) => isServed(httpStatus)).length;
  const of = served + calls.filter(({ httpStatus }) => isRefusal(httpStatus)).length;
  return { served, of, interval: clopperPearson({ failures: served, trials: of, errorPerSide }) };
}

const describe = ({ served, of }: Share): string =>
  `${number(served)} of ${count(of, 'request')} were served (${percent(served / of)})`;
