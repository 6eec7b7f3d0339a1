import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { loadSurvived } from '../gates/load-survived.ts';
import { noFaults } from '../gates/no-faults.ts';
import { isServed } from '../windows.ts';
import { count, number, statusWord, tally } from '../words.ts';

/** Every request of the aggressor that was not served was refused with 429 and told when to come back. */
export function refusalsExplained(): GatedCheck {
  return gated(
    {
      id: 'refusals-explained',
      objective: 'Every refused request of the aggressor gets 429 with Retry-After',
      unit: 'requests refused otherwise',
      measure,
    },
    // A refusal that was seen was seen, whatever was lost later.
    { held: [attackDelivered, loadSurvived, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(_plan: ArmPlan, record: ArmRecord): Finding {
  const refused = [...(record.aggressor?.status ?? [])].filter((status) => !isServed(status));
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  if (refused.length === 0) {
    return { ...unknown, reason: 'no request of the aggressor was refused, so no refusal could be examined' };
  }
  const others = refused.filter((status) => status !== 429);
  const ends = factsOf(record, 'load-ended').filter(({ role }) => role === 'aggressor');
  const unexplained = ends.reduce((sum, end) => sum + end.refusedWithoutRetryAfter, 0);
  const found = { measured: others.length + unexplained, limit: 0, samples: refused.length, evidence: [] };
  const explained = `${count(refused.length - others.length, 'request')} refused with 429`;
  if (found.measured > 0) {
    const parts = [
      ...(unexplained > 0 ? [`${number(unexplained)} of them without Retry-After`] : []),
      ...(others.length > 0
        ? [`${number(others.length)} failed otherwise: ${tally(others.map(statusWord))}`]
        : []),
    ];
    return { ...found, status: 'breached', reason: `${explained}; ${parts.join('; ')}` };
  }
  if (ends.length === 0) return { ...unknown, reason: `${explained}; whether with Retry-After was not seen` };
  return { ...found, status: 'held', reason: `${explained}, all with Retry-After` };
}
