import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { burstCalls, wasAnswered, wasServed, type BurstCall } from '../burst-calls.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { count, tally } from '../words.ts';

/** Every request of the burst that was not served was told why, in the words of OpenAI's API, and when to come back. */
export function burstRefusalsExplained(): GatedCheck {
  return gated(
    {
      id: 'burst-refusals-explained',
      objective: 'Every refused request of the burst gets 429 rate_limit_exceeded with Retry-After',
      unit: 'requests refused otherwise',
      measure,
    },
    // A refusal that was seen was seen, whatever was lost later.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(plan: ArmPlan, record: ArmRecord): Finding {
  const refused = burstCalls(plan, record).filter((call) => wasAnswered(call) && !wasServed(call));
  if (refused.length === 0) {
    const reason = 'no request of the burst was refused, so no refusal could be examined';
    return { status: 'inconclusive', measured: null, limit: 0, reason, evidence: [] };
  }
  const others = refused.filter((call) => !isExplained(call));
  const found = { measured: others.length, limit: 0, samples: refused.length, evidence: [] };
  const explained = `${count(refused.length - others.length, 'request')} refused with 429 rate_limit_exceeded and Retry-After`;
  return others.length === 0
    ? { ...found, status: 'held', reason: explained }
    : { ...found, status: 'breached', reason: `${explained}; otherwise: ${tally(others.map(describe))}` };
}

const isExplained = ({ httpStatus, errorCode, retryAfter }: BurstCall): boolean =>
  httpStatus === 429 && errorCode === 'rate_limit_exceeded' && retryAfter !== null;

const describe = ({ httpStatus, errorCode, retryAfter }: BurstCall): string =>
  [String(httpStatus), errorCode, retryAfter === null ? 'without Retry-After' : '']
    .filter((part) => part !== '')
    .join(' ');
