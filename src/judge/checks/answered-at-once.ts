import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import type { Fact } from '../facts.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { isRefusal } from '../refusals.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { isServed, type Stretch } from '../windows.ts';
import { count, number, statusWord, tally } from '../words.ts';
import { mostAtOnce } from './most-at-once.ts';

/** So long after a platform has ended an answer, its client may still be waiting for the end. */
const doubtfulMs = 50;

/**
 * Of streams that are asked for at the same moment no more are answered at once than may be open, as their client sees it:
 * an answer is under way for certain from its first byte to shortly before its last. What waits in a queue is not.
 */
export function answeredAtOnce({ burst }: { burst: string }): GatedCheck {
  return gated(
    {
      id: 'answered-at-once',
      objective: 'No more requests of the aggressor are answered at the same time than it was promised',
      unit: 'requests at the same time',
      measure: (plan, record) => measure(burst, plan, record),
    },
    stepGates,
  );
}

function measure(burst: string, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = aggressor.maxConcurrency;
  const calls = completionsOf(record, burst);
  if (calls.length === 0) return undecidable(`no request of ${burst} was seen`, limit);
  const measured = mostAtOnce(calls.flatMap(answeredIn));
  const refused = calls.filter(({ httpStatus }) => isRefusal(httpStatus)).length;
  const found = {
    measured,
    limit,
    samples: calls.length,
    evidence: [
      `Of ${count(calls.length, 'request')}: ${tally(calls.map(({ httpStatus }) => statusWord(httpStatus)))}`,
    ],
  };
  const reason = `${count(measured, 'answer')} were under way at the same time, ${number(limit)} may be; ${number(refused)} of ${count(calls.length, 'request')} were refused`;
  if (measured > limit) return { ...found, status: 'breached', reason };
  if (refused === 0 || measured < limit)
    return { ...found, status: 'inconclusive', reason: `the cap was not seen at its limit: ${reason}` };
  return { ...found, status: 'held', reason };
}

function answeredIn({ httpStatus, atMs, durationMs, firstByteMs }: Fact<'completion'>): Stretch[] {
  if (!isServed(httpStatus) || firstByteMs === null) return [];
  return [{ fromMs: atMs - durationMs + firstByteMs, toMs: atMs - doubtfulMs }];
}
