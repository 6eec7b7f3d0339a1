import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Fact } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { isRefusal } from '../refusals.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { isServed } from '../windows.ts';
import { count, number, statusWord, tally } from '../words.ts';

/** Whoever was let in for less of its budget than this was stopped by something else, or began with less. */
const leastTried = 0.7;

/**
 * A burst uses no more tokens than the budget of a minute and what comes in while it lasts, as its answers state. A budget
 * that reserves more than is used in the end lets in less than that.
 */
export function tokensWithinPromise({ burst }: { burst: string }): GatedCheck {
  return gated(
    {
      id: 'tokens-within-promise',
      objective: 'The aggressor uses no more tokens than a minute of its rate and what comes in meanwhile',
      unit: 'tokens',
      measure: (plan, record) => measure(burst, plan, record),
    },
    stepGates,
  );
}

type Call = Fact<'completion'>;

function measure(burst: string, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const calls = completionsOf(record, burst);
  if (calls.length === 0) return undecidable(`no request of ${burst} was seen`);
  const served = calls.filter(({ httpStatus }) => isServed(httpStatus));
  const used = served.reduce((sum, { tokensUsed }) => sum + (tokensUsed ?? 0), 0);
  const lastMs = Math.max(...calls.map(({ atMs }) => atMs));
  const seconds = (lastMs - Math.min(...calls.map(({ atMs, durationMs }) => atMs - durationMs))) / 1000;
  const bound = Math.floor(aggressor.rateLimitTpm * (1 + seconds / 60));
  const found = {
    measured: used,
    limit: bound,
    samples: calls.length,
    evidence: [
      `Of ${count(calls.length, 'request')}: ${tally(calls.map(({ httpStatus }) => statusWord(httpStatus)))}`,
    ],
  };
  const reason = `${count(used, 'token')} used in ${number(seconds)} s by ${count(served.length, 'request')}, ${number(bound)} allowed`;
  if (used > bound) return { ...found, status: 'breached', reason };
  const doubt = doubtAbout(calls, served, used / aggressor.rateLimitTpm);
  return doubt === undefined
    ? { ...found, status: 'held', reason: `${reason}, and the rest was refused` }
    : { ...found, status: 'inconclusive', reason: `${doubt}: ${reason}` };
}

/** Why a use within the bound does not show that the budget was what bounded it. */
function doubtAbout(calls: readonly Call[], served: readonly Call[], tried: number): string | undefined {
  const refused = calls.filter(({ httpStatus }) => isRefusal(httpStatus)).length;
  const others = calls.length - served.length - refused;
  if (others > 0) return `${count(others, 'request')} neither served nor refused for being too much`;
  const silent = served.filter(({ tokensUsed }) => tokensUsed === null).length;
  if (silent > 0) return `${count(silent, 'answer')} did not state what was used`;
  if (refused === 0) return 'nothing was refused, so the budget was not reached';
  return tried < leastTried ? 'another limit refused first, or the budget was not whole' : undefined;
}
