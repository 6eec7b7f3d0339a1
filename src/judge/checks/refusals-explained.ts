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
import { platformStood } from '../gates/platform-stood.ts';
import { answersWith, isServed } from '../windows.ts';
import { count, number, tallyOf } from '../words.ts';

/**
 * Every request of the aggressor that was not served was refused with 429 and told when to come back: by Retry-After, or on
 * a platform that is not ours by whatever header its dialect has in its place.
 */
export function refusalsExplained(): GatedCheck {
  return gated(
    {
      id: 'refusals-explained',
      objective: 'Every refused request of the aggressor gets 429 and is told when to come back',
      unit: 'requests refused otherwise',
      measure,
    },
    // A refusal that was seen was seen, whatever was lost later but the platform itself.
    { held: [attackDelivered, loadSurvived, noFaults, armFinished], breached: [attackMade, platformStood] },
  );
}

function measure({ outside }: ArmPlan, record: ArmRecord): Finding {
  const refused = new Map([...(record.aggressor?.byStatus ?? [])].filter(([status]) => !isServed(status)));
  const total = answersWith(refused, () => true);
  const unknown: Omit<Finding, 'reason'> = { status: 'inconclusive', measured: null, limit: 0, evidence: [] };
  if (total === 0) {
    return { ...unknown, reason: 'no request of the aggressor was refused, so no refusal could be examined' };
  }
  const others = new Map([...refused].filter(([status]) => status !== 429));
  const failed = answersWith(others, () => true);
  const ends = factsOf(record, 'load-ended').filter(({ role }) => role === 'aggressor');
  const unexplained = ends.reduce((sum, end) => sum + end.refusedWithoutRetryAfter, 0);
  const found = { measured: failed + unexplained, limit: 0, samples: total, evidence: [] };
  const when = outside ? 'a word on when to come back' : 'Retry-After';
  const explained = `${count(total - failed, 'request')} refused with 429`;
  if (found.measured > 0) {
    const parts = [
      ...(unexplained > 0 ? [`${number(unexplained)} of them without ${when}`] : []),
      ...(failed > 0 ? [`${number(failed)} failed otherwise: ${tallyOf(others)}`] : []),
    ];
    return { ...found, status: 'breached', reason: `${explained}; ${parts.join('; ')}` };
  }
  if (ends.length === 0) return { ...unknown, reason: `${explained}; whether with ${when} was not seen` };
  return { ...found, status: 'held', reason: `${explained}, all with ${when}` };
}
