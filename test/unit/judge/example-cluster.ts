import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import { at, instant } from './example-arm.ts';

const MiB = 2 ** 20;

type ApiCall = Extract<ObservedFact, { kind: 'api-call' }>;

const refusal =
  'pods "storm" is forbidden: exceeded quota: gpu-quota, requested: requests.nvidia.com/gpu=1, used: requests.nvidia.com/gpu=4, limited: requests.nvidia.com/gpu=4';

export const creation = (httpStatus: number, changes: Partial<ApiCall> = {}): Observation =>
  at(1, {
    kind: 'api-call',
    as: 'system:serviceaccount:tenant-b:tenant',
    verb: 'create',
    resource: 'pods',
    name: 'storm',
    httpStatus,
    reason: httpStatus === 403 ? 'Forbidden' : '',
    message: httpStatus === 403 ? refusal : '',
    durationMs: 12,
    ...changes,
  });

type Quota = Extract<ObservedFact, { kind: 'quota' }>;

export const quota = (changes: Partial<Quota> = {}): Observation =>
  at(2, {
    kind: 'quota',
    namespace: 'tenant-b',
    name: 'gpu-quota',
    hard: { 'requests.nvidia.com/gpu': '4' },
    used: { 'requests.nvidia.com/gpu': '4' },
    liveGpuRequests: 4,
    converged: true,
    ...changes,
  });

/** A storm answered with these statuses, then the quota's books. */
export const stormRecord = (
  answers: readonly Observation[],
  books: readonly Observation[] = [quota()],
): ArmRecord => ({
  observations: [
    at(0, { kind: 'arm-started' }),
    ...answers,
    ...books,
    at(3, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});

type Ended = Extract<ObservedFact, { kind: 'container-ended' }>;

export const hogEnded = (allocatedMiB: number, changes: Partial<Ended> = {}): Observation =>
  at(5, {
    kind: 'container-ended',
    namespace: 'tenant-b',
    pod: 'hog',
    reason: 'OOMKilled',
    exitCode: 137,
    allocatedBytes: allocatedMiB * MiB,
    startedAtMs: instant(1),
    endedAtMs: instant(4),
    ...changes,
  });

export const restarts = (namespace: string, pods: number, amount: number): Observation =>
  at(4, { kind: 'restarts', namespace, pods, restarts: amount });

export const hogRecord = (...seen: readonly Observation[]): ArmRecord => ({
  observations: [at(0, { kind: 'arm-started' }), ...seen, at(6, { kind: 'arm-ended', playedPairs: 0 })],
});
