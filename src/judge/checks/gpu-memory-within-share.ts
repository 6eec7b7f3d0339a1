import type { Check, Finding } from '../../model/check.ts';
import { contextBytes } from '../../model/gpu-program.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { gpuReportOf, probeTrouble } from '../gpu-report.ts';
import { undecidable } from '../undecidable.ts';
import { mebibytes } from '../words.ts';

/**
 * A tenant that allocates GPU memory without end gets its partition and no more. What counts is what its own allocations add up
 * to, every byte touched; what the driver keeps for its context comes on top and is not seen.
 * @param step looks at the end of its ladder
 */
export const gpuMemoryWithinShare = (
  promise: Pick<Check, 'id' | 'objective'> & { step: string },
): GatedCheck =>
  gated(
    {
      id: promise.id,
      objective: promise.objective,
      unit: 'MiB of GPU memory',
      measure: (plan, record) => measure(promise.step, plan, record),
    },
    stepGates,
  );

function measure(step: string, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const { gpuPartitionBytes: shareBytes } = aggressor;
  const limit = mebibytes(shareBytes);
  const { allocatedBytes, end, gpu = 'unknown' } = gpuReportOf(record, step);
  if (allocatedBytes === undefined || end === undefined)
    return undecidable(`the ladder did not say how far it came: ${probeTrouble(record, step)}`, limit);
  const measured = mebibytes(allocatedBytes);
  const found = { measured, limit, evidence: [`On GPU ${gpu} it was ${end} at ${measured} MiB`] };
  if (allocatedBytes > shareBytes)
    return { ...found, status: 'breached', reason: `it got ${measured} MiB, promised ${limit}` };
  if (end === 'ceiling')
    return { ...found, status: 'inconclusive', reason: `it stopped by itself at ${measured} MiB` };
  // Memory that others have taken refuses as well, and says nothing of a partition.
  if (allocatedBytes < shareBytes - contextBytes) {
    const reason = `it was refused at ${measured} MiB, long before the end of its partition of ${limit} MiB`;
    return { ...found, status: 'inconclusive', reason };
  }
  return { ...found, status: 'held', reason: `it was refused at ${measured} of ${limit} MiB` };
}
