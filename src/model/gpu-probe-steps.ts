import { gpuProbePod, type GpuProbeTerms } from './gpu-probe-pod.ts';
import { scriptEnd } from './script-pod.ts';
import type { LookStep, ObjectsStep } from './step.ts';

/** A tenant starts a program of the CUDA probe in a pod. */
export const probeStarts = (id: string, as: 'victim' | 'aggressor', probe: GpuProbeTerms): ObjectsStep => ({
  kind: 'objects',
  id,
  as,
  verb: 'create',
  atOnce: 1,
  objects: [gpuProbePod(probe)],
});

const podOf = (namespace: string, probe: string): LookStep['of'] => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace,
  labelSelector: `gpu-probe=${probe}`,
});

/** The pod of a probe is seen to work: its program holds its memory, beats, or is busy. */
export const probeWorks = (id: string, namespace: string, probe: string): LookStep => ({
  kind: 'look',
  id,
  of: podOf(namespace, probe),
  note: { ready: ['status', 'containerStatuses', '0', 'ready'], ...scriptEnd },
  until: { count: 1, note: 'ready', oneOf: ['true'], withinSeconds: 60 },
});

/** How the pod of a probe ended, and when its container ran. */
const probeNote = {
  ...scriptEnd,
  startedAt: ['status', 'containerStatuses', '0', 'state', 'terminated', 'startedAt'],
  finishedAt: ['status', 'containerStatuses', '0', 'state', 'terminated', 'finishedAt'],
} as const;

/** What the pod of a probe does at this moment. */
export const probeNow = (id: string, namespace: string, probe: string): LookStep => ({
  kind: 'look',
  id,
  of: podOf(namespace, probe),
  note: probeNote,
});

/** The pod of a probe has ended; its report is what it said. */
export const probeEnds = (id: string, namespace: string, probe: string): LookStep => ({
  ...probeNow(id, namespace, probe),
  until: { count: 1, note: 'phase', oneOf: ['Succeeded', 'Failed'], withinSeconds: 120 },
});
