import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { factsOf, type Fact } from '../facts.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { count, mebibytes, tally } from '../words.ts';

/** Margin for a hog that states a step before it has touched it; one that states it afterwards needs none. */
const slackBytes = 8 * 2 ** 20;

/** A container that takes more memory than its tenant was promised is killed by the kernel at that limit. */
export function killedAtLimit(): GatedCheck {
  return gated(
    {
      id: 'killed-at-limit',
      objective: 'The kernel kills a container at its memory limit',
      unit: 'MiB allocated',
      measure,
    },
    // Memory that was taken was taken, whatever else went wrong.
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure({ aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limitBytes = aggressor.containerMemoryLimitBytes;
  const limit = mebibytes(limitBytes);
  const ended = factsOf(record, 'container-ended');
  if (ended.length === 0) {
    const reason = 'no container of the attack was seen to end';
    return { status: 'inconclusive', measured: null, limit, reason, evidence: [] };
  }
  const measured = mebibytes(Math.max(...ended.map(({ allocatedBytes }) => allocatedBytes)));
  const found = {
    measured,
    limit,
    samples: ended.length,
    evidence: [`Containers ended by ${tally(ended.map(end))}`],
  };
  const over = ended.filter(({ allocatedBytes }) => allocatedBytes > limitBytes + slackBytes);
  if (over.length > 0) {
    const how = tally(over.map(end));
    const reason = `${count(over.length, 'container')} took up to ${measured} MiB, promised ${limit} MiB; ended by ${how}`;
    return { ...found, status: 'breached', reason };
  }
  const otherwise = ended.filter((container) => !isKilledByKernel(container));
  if (otherwise.length > 0) {
    const reason = `${count(otherwise.length, 'container')} ended within the limit, but not by it: ${tally(otherwise.map(end))}`;
    return { ...found, status: 'inconclusive', reason };
  }
  const killed = `${count(ended.length, 'container')} OOMKilled`;
  return { ...found, status: 'held', reason: `${killed}, none had more than ${measured} of ${limit} MiB` };
}

/** `OOMKilled` is the kubelet's word; 137 = 128 + SIGKILL. */
const isKilledByKernel = ({ reason, exitCode }: Fact<'container-ended'>): boolean =>
  reason === 'OOMKilled' && exitCode === 137;

const end = ({ reason, exitCode }: Fact<'container-ended'>): string => `${reason} with exit ${exitCode}`;
