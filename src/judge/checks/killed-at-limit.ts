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
  const { namedSo, alike, otherwise } = sorted(ended);
  const found = {
    measured,
    limit,
    samples: ended.length,
    evidence: [`Containers ended by ${tally(ended.map(end))}`, ...wordLost(alike.length)],
  };
  const over = ended.filter(({ allocatedBytes }) => allocatedBytes > limitBytes + slackBytes);
  if (over.length > 0) {
    const how = tally(over.map(end));
    const reason = `${count(over.length, 'container')} took up to ${measured} MiB, promised ${limit} MiB; ended by ${how}`;
    return { ...found, status: 'breached', reason };
  }
  if (otherwise.length > 0) {
    const reason = `${count(otherwise.length, 'container')} ended within the limit, but not by it: ${tally(otherwise.map(end))}`;
    return { ...found, status: 'inconclusive', reason };
  }
  const killed = `${count(namedSo.length + alike.length, 'container')} OOMKilled`;
  return { ...found, status: 'held', reason: `${killed}, none had more than ${measured} of ${limit} MiB` };
}

type Ended = Fact<'container-ended'>;

interface SortedEnds {
  namedSo: Ended[];
  /** Killed by SIGKILL at the amount at which the others were `OOMKilled`. */
  alike: Ended[];
  otherwise: Ended[];
}

/** Margin for two ends that had one cause: a hog states its amount in steps of so much. */
const stepBytes = 8 * 2 ** 20;

/**
 * Which containers the kernel killed for their memory. `OOMKilled` is the kubelet's word for it; 137 = 128 + SIGKILL.
 * Where the event that tells of the kill is lost or late the word is `Error`, with the same exit code
 * (https://github.com/containerd/containerd/issues/8893 and 12260). Such an end is believed if most were `OOMKilled`, and
 * this one at the same amount of memory.
 */
function sorted(ended: readonly Ended[]): SortedEnds {
  const killed = ended.filter(({ exitCode }) => exitCode === 137);
  const namedSo = killed.filter(({ reason }) => reason === 'OOMKilled');
  const amounts = namedSo.map(({ allocatedBytes }) => allocatedBytes);
  const unnamed = killed.filter(
    ({ reason, allocatedBytes }) =>
      reason === 'Error' &&
      allocatedBytes >= Math.min(...amounts) - stepBytes &&
      allocatedBytes <= Math.max(...amounts) + stepBytes,
  );
  const alike = unnamed.length < namedSo.length ? unnamed : [];
  const otherwise = ended.filter((end) => !namedSo.includes(end) && !alike.includes(end));
  return { namedSo, alike, otherwise };
}

const wordLost = (amount: number): string[] =>
  amount === 0
    ? []
    : [
        `${count(amount, 'end')} named Error was counted as OOMKilled: SIGKILL, and at the same amount of memory as the others`,
      ];

const end = ({ reason, exitCode }: Ended): string => `${reason} with exit ${exitCode}`;
