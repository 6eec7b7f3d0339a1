import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { isServed } from '../windows.ts';
import { count, statusWord, tally } from '../words.ts';

export interface AbortTerms {
  /** Ids of the steps whose clients hang up. */
  aborts: readonly string[];
  /** Id of the step that asks for as much as may be open, afterwards. */
  next: string;
}

/**
 * After more clients than the tenant has slots hung up in mid-stream, as many requests as it has slots are all served. Had
 * each taken a slot with it, none would be.
 */
export function servedAfterAborts(terms: AbortTerms): GatedCheck {
  return gated(
    {
      id: 'next-is-served',
      objective: 'After the aborts the next requests are served',
      unit: 'requests not served',
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );
}

function measure({ aborts, next }: AbortTerms, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const calls = completionsOf(record, next);
  if (calls.length === 0) return undecidable(`no request of ${next} was seen`, 0);
  const broken = aborts
    .flatMap((step) => completionsOf(record, step))
    .filter(({ httpStatus, hungUp }) => hungUp && isServed(httpStatus)).length;
  const answered = calls.filter(({ httpStatus }) => httpStatus !== 0);
  const measured = answered.filter(({ httpStatus }) => !isServed(httpStatus)).length;
  const found = { measured, limit: 0, samples: calls.length, evidence: [] };
  const reason = `after ${count(broken, 'client')} hung up in mid-stream: ${tally(calls.map(({ httpStatus }) => statusWord(httpStatus)))}`;
  const { maxConcurrency } = aggressor;
  // Whoever keeps the slots of the first to hang up lets no more in, so that no more can.
  if (measured > 0 && broken > 0) return { ...found, status: 'breached', reason };
  if (broken <= maxConcurrency) {
    const doubt = `too few clients hung up in mid-stream to take the ${maxConcurrency} slots with them`;
    return { ...found, status: 'inconclusive', reason: `${doubt}: ${reason}` };
  }
  return answered.length < calls.length
    ? { ...found, status: 'inconclusive', reason: `not all were answered: ${reason}` }
    : { ...found, status: 'held', reason };
}
