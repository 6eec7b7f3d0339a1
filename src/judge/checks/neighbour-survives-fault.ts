import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { gpuReportOf, onDifferentGpus, probePhase, probeTrouble } from '../gpu-report.ts';
import { lookOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count } from '../words.ts';

export interface FaultTerms {
  /** Looks at the end of the program that faults. */
  fault: string;
  /** Looks at the neighbour's heartbeat once that has ended. */
  afterwards: string;
  /** Looks at the end of the heartbeat. */
  neighbour: string;
}

/** When the kernel of one tenant crashes, a program of its neighbour on the same GPU goes on. */
export const neighbourSurvivesFault = (terms: FaultTerms): GatedCheck =>
  gated(
    {
      id: 'neighbour-survives-fault',
      objective: 'The program of the neighbour on the same GPU goes on when the tenant crashes',
      unit: 'failures',
      measure: (_plan, record) => measure(terms, record),
    },
    stepGates,
  );

function measure({ fault, afterwards, neighbour }: FaultTerms, record: ArmRecord): Finding {
  const crash = gpuReportOf(record, fault);
  const beats = gpuReportOf(record, neighbour);
  if (crash.faulted !== true)
    return undecidable(`the kernel was not seen to crash: ${probeTrouble(record, fault)}`, 0);
  if (onDifferentGpus(crash, beats)) return undecidable('the two were on different GPUs', 0);
  const evidence = [`The driver ended the context of the tenant: ${crash.name ?? 'unknown'}`];
  if (beats.error === 'beat-failed' || beats.error === 'beat-lost') {
    if (endedBefore(record, neighbour, fault)) return undecidable(alreadyEnded, 0);
    const reason = `the neighbour's program failed after ${count(beats.beats ?? 0, 'beat')}: ${beats.name || beats.error}`;
    return { status: 'breached', measured: 1, limit: 0, reason, evidence };
  }
  if (beats.beats === undefined || beats.error !== undefined)
    return undecidable(`the neighbour did not say how it fared: ${probeTrouble(record, neighbour)}`, 0);
  if (probePhase(record, afterwards) !== 'Running') return undecidable(alreadyEnded, 0);
  const reason = `${count(beats.beats, 'beat')}, the slowest ${beats.slowestMs ?? 0} ms`;
  return { status: 'held', measured: 0, limit: 0, reason, evidence };
}

const alreadyEnded = 'the neighbour had ended before the tenant crashed';

/** By the kubelet's clock, to the second. Its times are of one form, so that they compare as texts. */
function endedBefore(record: ArmRecord, neighbour: string, fault: string): boolean {
  const noted = (step: string): Record<string, string> => lookOf(record, step)?.objects[0]?.noted ?? {};
  const [ended = '', began = ''] = [noted(neighbour)['finishedAt'], noted(fault)['startedAt']];
  return ended < began;
}
