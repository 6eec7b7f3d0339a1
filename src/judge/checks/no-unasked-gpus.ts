import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { apiCallsOf } from '../steps.ts';
import { count, tally } from '../words.ts';

/**
 * A container that asks for no GPU is given none.
 * @param step creates pods that ask for none; its notes are the GPUs of each of their containers as the server stored them
 */
export function noUnaskedGpus(step: string): GatedCheck {
  return gated(
    {
      id: 'no-unasked-gpus',
      objective: 'A container that asks for no GPU is given none',
      unit: 'GPUs',
      measure: (_plan, record) => measure(step, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(step: string, record: ArmRecord): Finding {
  const calls = apiCallsOf(record, step);
  const stored = calls.filter(({ httpStatus }) => httpStatus === 201);
  // An amount that is not stated is none.
  const gpus = stored
    .flatMap(({ noted = {} }) => Object.values(noted))
    .reduce((sum, each) => sum + Number(each), 0);
  const refused = calls.filter(({ httpStatus }) => httpStatus !== 201);
  const found = {
    measured: stored.length === 0 ? null : gpus,
    limit: 0,
    samples: calls.length,
    evidence:
      refused.length === 0 ? [] : [`Refused: ${tally(refused.map(({ message }) => message.slice(0, 160)))}`],
  };
  if (gpus > 0) {
    const reason = `${count(gpus, 'GPU')} went to ${count(stored.length, 'pod')} that asked for none`;
    return { ...found, status: 'breached', reason };
  }
  if (stored.length < calls.length || calls.length === 0) {
    const reason = `${stored.length} of ${count(calls.length, 'pod')} were let in`;
    return { ...found, status: 'inconclusive', reason };
  }
  return { ...found, status: 'held', reason: `${count(stored.length, 'pod')} were given no GPU` };
}
