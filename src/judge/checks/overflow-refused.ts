import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf, readingOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number, statusWord, tally } from '../words.ts';

export interface OverflowTerms {
  /** Ids of the steps that together send more than queue and engines hold. */
  steps: readonly string[];
  /** Id of a reading while the queue is full, with the query `waiting`. */
  during: string;
}

/** A queue holds no more than its bound; whatever comes beyond is told so with 503 and when to come back. */
export function overflowRefused(terms: OverflowTerms): GatedCheck {
  return gated(
    {
      id: 'overflow-refused',
      objective: 'The queue keeps to its bound, and what is beyond gets 503 with Retry-After',
      unit: 'requests waiting',
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

function measure({ steps, during }: OverflowTerms, plan: ArmPlan, record: ArmRecord): Finding {
  const bound = plan.victim.queueBound;
  const calls = steps.flatMap((step) => completionsOf(record, step));
  const waiting = readingOf(record, during)?.values['waiting']?.[''];
  if (waiting === undefined) return undecidable('the length of the queue was not seen', bound);
  const overflow = calls.filter(({ httpStatus }) => httpStatus === 503);
  const silent = overflow.filter(({ retryAfter }) => retryAfter === null).length;
  const found = {
    measured: waiting,
    limit: bound,
    samples: calls.length,
    evidence: [`Answers: ${tally(calls.map(({ httpStatus }) => statusWord(httpStatus)))}`],
  };
  const reason = `${number(waiting)} waited of ${number(bound)} allowed, ${count(overflow.length, 'request')} got 503`;
  if (waiting > bound) return { ...found, status: 'breached', reason };
  if (silent > 0) return { ...found, status: 'breached', reason: `${reason}, ${silent} without Retry-After` };
  if (overflow.length === 0 || waiting === 0)
    return { ...found, status: 'inconclusive', reason: `the queue was not seen full: ${reason}` };
  return { ...found, status: 'held', reason: `${reason}, all with Retry-After` };
}
