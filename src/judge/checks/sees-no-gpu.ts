import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { gpuReportOf, probeTrouble } from '../gpu-report.ts';
import { lookOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';

/** What a container toolkit says that refuses to start a container for its variable (NVIDIA/k8s-device-plugin#203); others leave the variable out of account. */
const refusedToStart = /insufficient privileges to read device list/;

/**
 * A container that was given no GPU sees none, while one that was given one sees it.
 * @param none, one look at the ends of the pods that asked for so many
 */
export const seesNoGpu = ({ none, one }: { none: string; one: string }): GatedCheck =>
  gated(
    {
      id: 'sees-no-gpu',
      objective: 'A pod sees exactly the GPUs that it was given: here none',
      unit: 'GPUs seen',
      measure: (_plan, record) => measure(none, one, record),
    },
    stepGates,
  );

function measure(none: string, one: string, record: ArmRecord): Finding {
  const measured = gpusSeen(record, none);
  if (measured === undefined)
    return undecidable(`the pod did not say what it sees: ${probeTrouble(record, none)}`, 0);
  const given = gpusSeen(record, one);
  const found = {
    measured,
    limit: 0,
    evidence: [`The pod that was given a GPU saw ${given ?? 'nothing that it told'}`],
  };
  if (measured > 0)
    return { ...found, status: 'breached', reason: `it was given none, and sees ${measured}` };
  // Where nobody sees a GPU, nothing is known of what keeps it from others.
  return given === undefined || given === 0
    ? { ...found, status: 'inconclusive', reason: 'the pod that was given a GPU saw none either' }
    : { ...found, status: 'held', reason: 'it sees none' };
}

/** By the driver or by a device file, whichever shows more; undefined if the pod did not tell. */
function gpusSeen(record: ArmRecord, step: string): number | undefined {
  const { devices = 0, openedFiles, error } = gpuReportOf(record, step);
  const isTold = error === undefined || error === 'no-driver' || error === 'no-device';
  if (openedFiles !== undefined && isTold) return Math.max(devices, openedFiles);
  return refusedToStart.test(lookOf(record, step)?.objects[0]?.noted['said'] ?? '') ? 0 : undefined;
}
