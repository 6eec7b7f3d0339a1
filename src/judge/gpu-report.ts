import { z } from 'zod';
import type { ArmRecord } from '../model/observation.ts';
import { said } from './said.ts';
import { lookOf } from './steps.ts';

/** The last line of the CUDA probe; `k8s-fixtures/images/cuda-probe/README.md` says which program has which members. */
const gpuReport = z.object({
  /** Address of the GPU on the bus, which MIG instances of one GPU share. */
  gpu: z.string().optional(),
  error: z.string().optional(),
  /** Of the CUDA driver API. */
  code: z.number().optional(),
  name: z.string().optional(),
  end: z.enum(['refused', 'ceiling']).optional(),
  allocatedBytes: z.number().optional(),
  devices: z.number().optional(),
  openedFiles: z.number().optional(),
  faulted: z.boolean().optional(),
  beats: z.number().optional(),
  slowestMs: z.number().optional(),
  parts: z.number().optional(),
  fewestOperations: z.number().optional(),
});
export type GpuReport = z.infer<typeof gpuReport>;

/** `CUDA_ERROR_OUT_OF_MEMORY`, cuda.h. */
export const cudaOutOfMemory = 2;

/** What the probe said whose end a step looked at; nothing if it said nothing that can be read. */
export function gpuReportOf(record: ArmRecord, step: string): GpuReport {
  const parsed = gpuReport.safeParse(said(record, step));
  return parsed.success ? parsed.data : {};
}

/** What a probe's pod did at the time of a look; undefined if it was not seen. */
export const probePhase = (record: ArmRecord, step: string): string | undefined =>
  lookOf(record, step)?.objects[0]?.noted['phase'];

/** Why a report does not say what was asked of it. */
export function probeTrouble(record: ArmRecord, step: string): string {
  const { error, name } = gpuReportOf(record, step);
  if (error !== undefined) return `its probe reports ${[error, name].filter(Boolean).join(' ')}`;
  const { how = '', said: words = '' } = lookOf(record, step)?.objects[0]?.noted ?? {};
  const phase = probePhase(record, step) ?? 'not seen';
  return `its pod was ${[phase, how, words].filter(Boolean).join(' ')}`;
}

/** Two programs say of themselves that they ran on different GPUs, so that neither can have touched the other. */
export const onDifferentGpus = (one: GpuReport, other: GpuReport): boolean =>
  one.gpu !== undefined && other.gpu !== undefined && one.gpu !== other.gpu;
