import { z } from 'zod';
import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { armFinished } from '../gates/arm-finished.ts';
import { attackDelivered } from '../gates/attack-delivered.ts';
import { attackMade } from '../gates/attack-made.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { noFaults } from '../gates/no-faults.ts';
import { said } from '../said.ts';
import { lookOf } from '../steps.ts';
import { mebibytes } from '../words.ts';

const report = z.object({ keptBytes: z.number() });

/** Of the pod or of a container of it: kubelet `pkg/kubelet/eviction/eviction_manager.go`, `localStorageEviction`. */
const overLimit =
  /storage usage exceeds the total limit of containers|exceeded its local ephemeral storage limit/;

/**
 * A container that fills the node's disk is evicted once it has more than its limit.
 * @param step looks at the pod that did; it says how much it kept until the end, if it came so far
 */
export function evictedAtDiskLimit(step: string): GatedCheck {
  return gated(
    {
      id: 'evicted-at-disk-limit',
      objective: "A container that fills the node's disk is evicted when it has more than its limit",
      unit: 'MiB kept',
      measure: (plan, record) => measure(step, plan, record),
    },
    { held: [attackDelivered, noFaults, armFinished], breached: [attackMade] },
  );
}

function measure(step: string, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = mebibytes(aggressor.containerDiskLimitBytes);
  const kept = report.safeParse(said(record, step));
  const [pod] = lookOf(record, step)?.objects ?? [];
  const { phase = 'not seen', reason: why = '', message = '' } = pod?.noted ?? {};
  const found = { limit, evidence: message === '' ? [] : [`The kubelet: ${message}`] };
  if (kept.success) {
    const measured = mebibytes(kept.data.keptBytes);
    const reason = `it kept ${measured} MiB to its end, promised ${limit}`;
    return measured > limit
      ? { ...found, measured, status: 'breached', reason }
      : { ...found, measured, status: 'inconclusive', reason: `it wrote ${measured} MiB, within its limit` };
  }
  // The kubelet evicts for want of disk on the node as well, which says nothing of the limit.
  return why === 'Evicted' && overLimit.test(message)
    ? { ...found, measured: 0, status: 'held', reason: 'it was evicted for what it had written' }
    : {
        ...found,
        measured: null,
        status: 'inconclusive',
        reason: `it ended otherwise: ${phase} ${why}`.trim(),
      };
}
