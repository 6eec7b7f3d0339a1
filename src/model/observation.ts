import type { EngineMetric, MetricSeries } from './engine-metrics.ts';
import type { LoadDigest } from './load-digest.ts';
import type { LoadSamples } from './load-samples.ts';
import type { LookOutcome } from './look.ts';
import type { ArmId } from './arm-id.ts';
import type { Phase } from './plan.ts';
import type { StepFact } from './step-fact.ts';
import type { TokenStreamFact } from './token-stream.ts';

/** One pod of a load that came from the cluster: one execution segment of k6. */
export interface PodOfLoad {
  pod: string;
  node: string;
  /** Its clock less ours when the load began, and how wrong that figure can be. Nothing is corrected by it. */
  clockOffsetMs: number;
  clockErrorMs: number;
  /** How long after the common moment it began, by its own clock; null if it was never released. */
  startLagMs: number | null;
  /** Lines of its k6 that we read, and that it said to have had; null if it was lost before it could say. */
  linesRead: number;
  linesWritten: number | null;
  exitCode: number | null;
}

export type LoadRole = 'victim' | 'aggressor';

/** Every line of `observations.ndjson`: when it was seen, in which arm, and what. */
export type Observation = {
  /** Milliseconds since the Unix epoch, on the harness' clock, which never runs backwards. */
  atMs: number;
} & ArmId &
  ObservedFact;

export type ObservedFact =
  | { kind: 'arm-started' }
  | { kind: 'arm-ended'; playedPairs: number; lastLook?: LookOutcome }
  /** The victim's load ran alone until its latency was flat, or for as long as the plan allows. */
  | { kind: 'warm-up'; seconds: number; flat: boolean }
  /**
   * A window that was played to its end, or until the victim's error budget was burnt in it: then it was `cutShort`.
   * Bounds are absolute, in milliseconds since the epoch.
   */
  | {
      kind: 'window';
      index: number;
      pair: number;
      phase: Phase;
      fromMs: number;
      measureFromMs: number;
      toMs: number;
      cutShort?: boolean;
    }
  /**
   * What the machine did in a window; where the victim's load comes from several, and ours is one of them, what the worst
   * did. Shares are of one processor core.
   */
  | {
      kind: 'conditions';
      window: number;
      /** Processor time that the hypervisor gave to others, as a share of all cores. */
      stealShare: number;
      /** How far the wall clock moved against the monotonic clock. */
      clockStepMs: number;
      /** Of the busiest k6 of the victim. */
      victimK6CpuShare: number;
      harnessCpuShare: number;
    }
  /** A load ended: one k6 process, or those of all its pods. Its samples lie in `samplesFile`, beside the observations. */
  | {
      kind: 'load-ended';
      role: LoadRole;
      offeredRateRps: number;
      /** Requests that k6 had no idle user for; they are among the samples. */
      droppedIterations: number;
      refusedWithoutRetryAfter: number;
      /** Requests that went to the null sink in baseline windows. */
      shamRequests: number;
      samplesFile: string;
      samplesCount: number;
      exitCode: number | null;
      signal: string | null;
      /** We told it to stop. If false and the exit code is not 0, it was lost. */
      stoppedByUs: boolean;
      /** Processor time of k6. */
      cpuSeconds: number;
      elapsedSeconds: number;
      /** Of a load that came from the cluster. */
      pods?: readonly PodOfLoad[];
    }
  /** One Kubernetes API call made as the tenant. */
  | {
      kind: 'api-call';
      /** Of the attack; absent where the attack is not played in steps. */
      step?: string;
      as: string;
      verb: 'create' | 'read' | 'list' | 'delete';
      /** Plural, as in the address of the API, or the kind of the object. */
      resource: string;
      name: string;
      httpStatus: number;
      /** `reason` and `message` of the Kubernetes Status object, empty on success. */
      reason: string;
      message: string;
      durationMs: number;
      /** Values of the answer that the step asked for; one that the answer lacks is missing. */
      noted?: Record<string, string>;
    }
  | StepFact
  | TokenStreamFact
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
  /** A container that took a hog's place in a window at rest ended, as its kubelet reported it. */
  | { kind: 'sham-container-ended'; window: number; reason: string; exitCode: number }
  /** Container restarts of every pod that must not notice, summed over the namespace. */
  | { kind: 'restarts'; namespace: string; pods: number; restarts: number }
  /** The gateway's own count of a tenant's requests, read through Prometheus. */
  | {
      kind: 'gateway-count';
      tenant: string;
      moment: 'before' | 'after';
      byStatus: Record<string, number>;
      /** Served requests by the upper bound of their duration in seconds, cumulative, as in a Prometheus histogram. */
      byDuration: Record<string, number>;
      /** Tokens of the requests that it admitted, prompt + max_tokens; older runs did not record them. */
      tokensAdmitted?: number;
    }
  /** Processor time that a gateway had used, at each scrape while the arm was played; columns of the same length. */
  | { kind: 'gateway-cpu'; pod: string; scrapedAtMs: number[]; cpuSeconds: number[] }
  /**
   * What a metric of a target's engines was at each scrape since the arm began, read through the target's Prometheus. What
   * was recorded later of a role stands for all before it.
   */
  | ({ kind: 'engine-metric'; series: readonly MetricSeries[] } & EngineMetric)
  /** It could not be read. */
  | ({ kind: 'engine-metric-lost'; cause: string } & EngineMetric)
  /** Scrapes of the gateway that Prometheus tried while the arm was played, and those that worked. */
  | { kind: 'scrapes'; seconds: number; tried: number; succeeded: number }
  /** One completion that a tenant asked the gateway for with its own key. */
  | {
      kind: 'model-call';
      role: LoadRole;
      moment: 'before' | 'during' | 'after';
      model: string;
      /** 0 if there was no answer. */
      httpStatus: number;
      latencyMs: number;
    }
  /** Tokens that the tenant had left when a burst began, as the gateway told it. */
  | {
      kind: 'token-bucket';
      /** That waited for it; absent where the attack is not played in steps. */
      step?: string;
      tenant: string;
      remainingTokens: number;
    }
  /** One completion of a burst, asked for by plain HTTP as the tenant. */
  | {
      kind: 'burst-call';
      as: string;
      /** Prompt + max_tokens. */
      tokensAsked: number;
      /** 0 if there was no answer. */
      httpStatus: number;
      /** `code` of the error, empty on success. */
      errorCode: string;
      /** The header as it came; null if there was none. */
      retryAfter: string | null;
      /** `total_tokens` of the answer's usage; null if it states none. */
      tokensUsed: number | null;
      durationMs: number;
    }
  /** The engines' own account of their GPU memory, read through Prometheus. Figures are by tenant, in all engines together. */
  | {
      kind: 'engine-memory';
      moment: 'before' | 'after';
      /** Pod and start of every engine: who counted. */
      processes: readonly string[];
      loads: Record<string, number>;
      /** A tenant whose models were never evicted is missing. */
      evictions: Record<string, number>;
      /** In use now. */
      residentBytes: Record<string, number>;
      /** The most that was in use on one GPU at a scrape since the attack began. */
      peakBytes: Record<string, number>;
      /** The same of all tenants together. */
      peakBytesOfAll: number;
      gpuMemoryBytes: number;
    }
  /** Something was lost; whatever depends on it cannot be decided. */
  | { kind: 'fault'; what: string; cause: string };

/** What a `fault` names when the cluster itself was lost. */
export const platform = 'the platform';

/** All that was recorded of one arm. */
export interface ArmRecording {
  observations: readonly Observation[];
  victim?: LoadSamples;
  aggressor?: LoadSamples;
}

/** What a check sees of one arm: the observations, and its loads counted up by window. */
export interface ArmRecord {
  observations: readonly Observation[];
  victim?: LoadDigest;
  aggressor?: LoadDigest;
}
