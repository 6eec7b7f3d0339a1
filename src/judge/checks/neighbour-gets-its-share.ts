import type { Finding } from '../../model/check.ts';
import { contextBytes } from '../../model/gpu-program.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import {
  cudaOutOfMemory,
  gpuReportOf,
  onDifferentGpus,
  probePhase,
  probeTrouble,
  type GpuReport,
} from '../gpu-report.ts';
import { undecidable } from '../undecidable.ts';
import { mebibytes } from '../words.ts';

export interface NeighbourTerms {
  /** Looks at the end of the neighbour's ladder, whose ceiling is its share. */
  neighbour: string;
  /** Looks at the aggressor's ladder when the neighbour's has ended. */
  holding: string;
  /** Looks at the end of the aggressor's ladder. */
  holder: string;
}

/** While one tenant holds all the GPU memory that it could get, its neighbour on the same GPU still gets its own. */
export const neighbourGetsItsShare = (terms: NeighbourTerms): GatedCheck =>
  gated(
    {
      id: 'neighbour-still-allocates',
      objective: 'At that moment the neighbour can still allocate all of its own partition',
      unit: 'MiB of GPU memory',
      measure: (plan, record) => measure(terms, plan, record),
    },
    stepGates,
  );

function measure(
  { neighbour, holding, holder }: NeighbourTerms,
  { victim }: ArmPlan,
  record: ArmRecord,
): Finding {
  const limit = mebibytes(victim.gpuPartitionBytes - contextBytes);
  const own = gpuReportOf(record, neighbour);
  const outcome = outcomeOf(own);
  if (!outcome)
    return undecidable(`the neighbour did not say what it got: ${probeTrouble(record, neighbour)}`, limit);
  const found = { measured: mebibytes(outcome.gotBytes), limit, evidence: [] };
  if (probePhase(record, holding) !== 'Running')
    return {
      ...found,
      status: 'inconclusive',
      reason: 'the aggressor was not seen to hold its memory all the time',
    };
  if (onDifferentGpus(own, gpuReportOf(record, holder)))
    return { ...found, status: 'inconclusive', reason: 'the two were on different GPUs' };
  const reason = `it got ${found.measured} MiB beside the aggressor`;
  return outcome.gotAll
    ? { ...found, status: 'held', reason }
    : { ...found, status: 'breached', reason: `${reason}, and was refused more` };
}

/** A GPU that is full refuses even the context of a program, before it can allocate anything. */
function outcomeOf({
  end,
  allocatedBytes,
  error,
  code,
}: GpuReport): { gotBytes: number; gotAll: boolean } | undefined {
  if (end !== undefined && allocatedBytes !== undefined)
    return { gotBytes: allocatedBytes, gotAll: end === 'ceiling' };
  return error === 'cuda-error' && code === cudaOutOfMemory ? { gotBytes: 0, gotAll: false } : undefined;
}
