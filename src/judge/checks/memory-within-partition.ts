import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { readingOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { gibibytes, percent } from '../words.ts';

/** Least share of its partition that the aggressor must have filled, or it has not come to the end of it. */
const leastFilled = 0.95;

/**
 * The aggressor's GPU memory never exceeds its partition, nor all tenants' together the GPU, though it filled what is its.
 * @param step a reading, by tenant, of `peak` (highest use of each tenant on one GPU), and of `peakOfAll` and `total` (one GPU), in bytes
 */
export function memoryWithinPartition(step: string): GatedCheck {
  return gated(
    {
      id: 'memory-within-partition',
      objective: "A tenant's GPU memory ends at its partition, and all tenants' together at the GPU",
      unit: 'GiB of GPU memory',
      measure: (plan, record) => measure(step, plan, record),
    },
    stepGates,
  );
}

function measure(step: string, { aggressor }: ArmPlan, record: ArmRecord): Finding {
  const limit = gibibytes(aggressor.gpuPartitionBytes);
  const values = readingOf(record, step)?.values;
  const peak = values?.['peak']?.[aggressor.name];
  const peakOfAll = values?.['peakOfAll']?.[''];
  const total = values?.['total']?.[''];
  if (peak === undefined || peakOfAll === undefined || total === undefined)
    return undecidable(`the use of GPU memory was not read in ${step}`, limit);
  const found = {
    measured: gibibytes(peak),
    limit,
    evidence: [`The most that all tenants used together: ${gibibytes(peakOfAll)} of ${gibibytes(total)} GiB`],
  };
  const seen = `${aggressor.name} used up to ${gibibytes(peak)} GiB of its ${limit} GiB`;
  if (peak > aggressor.gpuPartitionBytes) return { ...found, status: 'breached', reason: seen };
  if (peakOfAll > total) {
    const reason = `all tenants together used ${gibibytes(peakOfAll)} GiB of a GPU that has ${gibibytes(total)}`;
    return { ...found, status: 'breached', reason };
  }
  return peak >= leastFilled * aggressor.gpuPartitionBytes
    ? { ...found, status: 'held', reason: seen }
    : {
        ...found,
        status: 'inconclusive',
        reason: `${seen}: less than ${percent(leastFilled)}, so that it was not seen to come to the end of it`,
      };
}
