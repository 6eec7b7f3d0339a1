import type { ArmRecord, LoadSamples, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan, Phase } from '../../../src/model/plan.ts';
import type { TenantPromise } from '../../../src/model/stack-facts.ts';

const MiB = 2 ** 20;

const tenant = (letter: string): TenantPromise => ({
  name: `tenant-${letter}`,
  namespace: `tenant-${letter}`,
  model: 'small',
  rateLimitRpm: 60,
  burstRequests: 5,
  gpuQuota: 4,
  quotaName: 'gpu-quota',
  containerMemoryLimitBytes: 64 * MiB,
});

/** Windows of ten seconds with a guard of two, a victim at 40/s, a flood at 20 times the promised 1/s. */
export const floodPlan: ArmPlan = {
  scenario: 'request-flood',
  arm: 'protected',
  victim: tenant('a'),
  aggressor: tenant('b'),
  attack: { kind: 'request-flood', rateRps: 20 },
  design: { kind: 'paired-windows', victimRateRps: 40, maxSeconds: 80, windows: [], looksPairs: [4, 8] },
  limits: { p99Ratio: 1.25, errorPerSide: 0.01, minSamplesPerWindow: 299, victimErrorRatio: 0 },
};

export const stormPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'gpu-quota-storm',
  attack: { kind: 'gpu-pod-storm', podCount: 50 },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

export const hogPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'memory-hog',
  attack: { kind: 'memory-hog', limitBytes: 64 * MiB, ceilingBytes: 256 * MiB },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

const startMs = Date.UTC(2026, 10, 24);
const windowMs = 10_000;
const guardMs = 2000;

export const at = (secondsIn: number, fact: ObservedFact): Observation => ({
  atMs: startMs + 1000 * secondsIn,
  scenario: 'example',
  arm: 'protected',
  ...fact,
});

/** Start of the arm plus so many seconds, in milliseconds since the epoch. */
export const instant = (secondsIn: number): number => startMs + 1000 * secondsIn;

type WindowFact = Extract<Observation, { kind: 'window' }>;

export function windowsOf(pairs: number): WindowFact[] {
  return Array.from({ length: 2 * pairs }, (_, index): WindowFact => {
    const fromMs = startMs + index * windowMs;
    const phase: Phase = index % 2 === 0 ? 'baseline' : 'attack';
    const bounds = { fromMs, measureFromMs: fromMs + guardMs, toMs: fromMs + windowMs };
    const base = { atMs: bounds.toMs, scenario: 'example', arm: 'protected' } as const;
    return { ...base, kind: 'window', index, pair: Math.floor(index / 2), phase, ...bounds };
  });
}

export interface Answer {
  latencyMs: number;
  status?: number;
}

/** One request every 1/rate seconds from the start of each window, answered as told. */
function load(windows: readonly WindowFact[], rateRps: number, answer: Answering): LoadSamples {
  const requests = windows.flatMap((window) => {
    const amount = Math.round((rateRps * (window.toMs - window.fromMs)) / 1000);
    return Array.from({ length: amount }, (_, index) => ({
      intendedMs: window.fromMs + (1000 * index) / rateRps,
      status: 200,
      ...answer(window, index),
    }));
  });
  return samplesOf(requests);
}

export const samplesOf = (
  requests: readonly { intendedMs: number; latencyMs: number; status: number }[],
): LoadSamples => ({
  intendedMs: Float64Array.from(requests, ({ intendedMs }) => intendedMs),
  latencyMs: Float64Array.from(requests, ({ latencyMs }) => latencyMs),
  status: Uint16Array.from(requests, ({ status }) => status),
});

/** The columns as rows. */
export const requestsOf = (samples: LoadSamples | undefined) =>
  Array.from(samples?.intendedMs ?? [], (intendedMs, index) => ({
    intendedMs,
    latencyMs: samples?.latencyMs[index] ?? 0,
    status: samples?.status[index] ?? 0,
  }));

type LoadEnded = Extract<ObservedFact, { kind: 'load-ended' }>;

const loadEnded = (role: LoadEnded['role'], samples: LoadSamples, changes: Partial<LoadEnded> = {}) =>
  at(200, {
    kind: 'load-ended',
    role,
    offeredRateRps: 40,
    droppedIterations: 0,
    refusedWithoutRetryAfter: 0,
    samplesFile: `${role}.csv`,
    samplesCount: samples.intendedMs.length,
    exitCode: 0,
    signal: null,
    stoppedByUs: false,
    cpuSeconds: 10,
    elapsedSeconds: 80,
    ...changes,
  });

/** How the i-th request of a window is answered. */
export type Answering = (window: WindowFact, index: number) => Answer;

export interface FloodOptions {
  pairs?: number;
  victim?: Answering;
  /** In attack windows only. */
  aggressor?: Answering;
  victimEnded?: Partial<LoadEnded>;
  aggressorEnded?: Partial<LoadEnded>;
}

/** Latencies that spread from 20 to 40 ms, with a small difference between windows. */
export const steady = ({ index }: { index: number }, request: number): Answer => ({
  latencyMs: 20 + ((request * 7) % 20) + 0.1 * (index % 3),
});

/** One of twenty requests a second is admitted, which is the promised rate. */
export const limited = (_window: WindowFact, index: number): Answer =>
  index % 20 === 0 ? { latencyMs: 30 } : { latencyMs: 1, status: 429 };

/** A flood that was delivered in full and that the platform withstood. */
export function floodRecord(options: FloodOptions = {}): ArmRecord {
  const windows = windowsOf(options.pairs ?? 4);
  const victim = load(windows, 40, options.victim ?? steady);
  const attacks = windows.filter(({ phase }) => phase === 'attack');
  const aggressor = load(attacks, 20, options.aggressor ?? limited);
  const admitted = aggressor.status.filter((status) => status === 200).length;
  const counted = (moment: 'before' | 'after', admittedByThen: number) =>
    at(0, { kind: 'gateway-count', tenant: 'tenant-b', moment, byStatus: { 200: admittedByThen, 429: 7 } });
  return {
    observations: [
      at(0, { kind: 'arm-started' }),
      counted('before', 100),
      ...windows,
      loadEnded('victim', victim, options.victimEnded),
      loadEnded('aggressor', aggressor, options.aggressorEnded),
      counted('after', 100 + admitted),
      at(201, { kind: 'arm-ended', playedPairs: options.pairs ?? 4 }),
    ],
    victim,
    aggressor,
  };
}

export const emptyRecord: ArmRecord = { observations: [] };

/** The record without the observations that the filter refuses. */
export const without = (record: ArmRecord, refused: (seen: Observation) => boolean): ArmRecord => ({
  ...record,
  observations: record.observations.filter((seen) => !refused(seen)),
});

/** The record with more observations, before its end. */
export const withMore = (record: ArmRecord, ...more: Observation[]): ArmRecord => ({
  ...record,
  observations: [...record.observations, ...more],
});

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

export const times = <T>(amount: number, thing: T): T[] => Array.from({ length: amount }, () => thing);

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
