import { z } from 'zod';
import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { said } from '../said.ts';

/** An HTTP status, or why there was none. */
const report = z.object({ open: z.string(), closed: z.string() });

const isStatus = (answer: string): boolean => /^\d{3}$/.test(answer);

/**
 * A tenant's pod is answered by what is open to it, and by nothing else.
 * @param step looks at the pod that asked both; it says what they answered
 */
export function onlyTheOpenAnswers(step: string): GatedCheck {
  return gated(
    {
      id: 'only-the-open-answers',
      objective: "A tenant's pod reaches the gateway, and not the engine behind it",
      unit: 'connections',
      measure: (_plan, record) => measure(step, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(step: string, record: ArmRecord): Finding {
  const parsed = report.safeParse(said(record, step));
  if (!parsed.success) {
    const reason = 'the pod did not say what it was answered';
    return { status: 'inconclusive', measured: null, limit: 0, reason, evidence: [] };
  }
  const { open, closed } = parsed.data;
  const found = { limit: 0, evidence: [`The gateway: ${open}; the engine: ${closed}`] };
  if (isStatus(closed)) {
    return { ...found, measured: 1, status: 'breached', reason: `the engine answered ${closed}` };
  }
  // Where nothing answers, nothing is known of policies.
  return isStatus(open)
    ? {
        ...found,
        measured: 0,
        status: 'held',
        reason: `the gateway answered, the engine did not (${closed})`,
      }
    : {
        ...found,
        measured: 0,
        status: 'inconclusive',
        reason: `the gateway did not answer either (${open})`,
      };
}
