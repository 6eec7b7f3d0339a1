import type { Arm } from './scenario.ts';
import type { Phase } from './plan.ts';

export type LoadRole = 'victim' | 'aggressor';

/** Every line of `observations.ndjson`: when it was seen, in which arm, and what. */
export type Observation = {
  /** Milliseconds since the Unix epoch, on the harness' clock, which never runs backwards. */
  atMs: number;
  scenario: string;
  arm: Arm;
} & ObservedFact;

export type ObservedFact =
  | { kind: 'arm-started' }
  | { kind: 'arm-ended'; playedPairs: number }
  /** A window that was played to its end. Bounds are absolute, in milliseconds since the epoch. */
  | {
      kind: 'window';
      index: number;
      pair: number;
      phase: Phase;
      fromMs: number;
      measureFromMs: number;
      toMs: number;
    }
  /** A k6 process ended. Its samples lie in `samplesFile`, beside the observations. */
  | {
      kind: 'load-ended';
      role: LoadRole;
      offeredRateRps: number;
      droppedIterations: number;
      refusedWithoutRetryAfter: number;
      samplesFile: string;
      samplesCount: number;
      exitCode: number | null;
      signal: string | null;
      /** We told it to stop. If false and the exit code is not 0, it was lost. */
      stoppedByUs: boolean;
      /** Processor time of the k6 process. */
      cpuSeconds: number;
      elapsedSeconds: number;
    }
  /** One Kubernetes API call made as the tenant. */
  | {
      kind: 'api-call';
      as: string;
      verb: 'create' | 'delete';
      resource: string;
      name: string;
      httpStatus: number;
      /** `reason` and `message` of the Kubernetes Status object, empty on success. */
      reason: string;
      message: string;
      durationMs: number;
    }
  /** A ResourceQuota and the live objects that it counts, read at the same time. */
  | {
      kind: 'quota';
      namespace: string;
      name: string;
      hard: Record<string, string>;
      used: Record<string, string>;
      liveGpuRequests: number;
      /** False if `used` never agreed with the live objects within the time allowed. */
      converged: boolean;
    }
  /** A container of the attack ended, as its kubelet reported it. */
  | {
      kind: 'container-ended';
      namespace: string;
      pod: string;
      reason: string;
      exitCode: number;
      /** Highest amount of memory that the hog reported to have touched. */
      allocatedBytes: number;
      startedAtMs: number;
      endedAtMs: number;
    }
  /** Container restarts of every pod that must not notice, summed over the namespace. */
  | { kind: 'restarts'; namespace: string; pods: number; restarts: number }
  /** The gateway's own count of a tenant's requests by status, read through Prometheus. */
  | { kind: 'gateway-count'; tenant: string; moment: 'before' | 'after'; byStatus: Record<string, number> }
  /** Something was lost; whatever depends on it cannot be decided. */
  | { kind: 'fault'; what: string; cause: string };

/** Load samples of one k6 process in columns; index i is one request. */
export interface LoadSamples {
  /** Intended start, milliseconds since the epoch. */
  intendedMs: Float64Array;
  /** From the intended start to the last byte of the answer. */
  latencyMs: Float64Array;
  /** HTTP status; 0 if there was no answer. */
  status: Uint16Array;
}

/** All that was recorded of one arm: what a check sees. */
export interface ArmRecord {
  observations: readonly Observation[];
  victim?: LoadSamples;
  aggressor?: LoadSamples;
}
