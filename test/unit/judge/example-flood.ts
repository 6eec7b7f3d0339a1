import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { Window } from '../../../src/judge/windows.ts';
import { neverStarted, type LoadSample, type LoadSamples } from '../../../src/model/load-samples.ts';
import type { ArmRecord, ArmRecording, ObservedFact } from '../../../src/model/observation.ts';
import { at, windowsOf } from './example-arm.ts';
import { restarts } from './example-cluster.ts';

/** Times in milliseconds from the intended start; sent at once, not streamed and served unless told otherwise. */
export type Answer = Pick<LoadSample, 'latencyMs'> & Partial<Omit<LoadSample, 'intendedMs'>>;

/** How the i-th request of a window is answered. */
export type Answering = (window: Window, index: number) => Answer;

/** What k6 had no idle user for. */
export const unstarted: Answer = { latencyMs: Number.NaN, sendDelayMs: Number.NaN, status: neverStarted };

const answered = { firstByteMs: Number.NaN, sendDelayMs: 0, status: 200 };

/** One request every 1/rate seconds from the start of each window, answered as told. */
export function load(windows: readonly Window[], rateRps: number, answer: Answering): LoadSamples {
  const requests = windows.flatMap((window) => {
    const amount = Math.round((rateRps * (window.toMs - window.fromMs)) / 1000);
    return Array.from({ length: amount }, (_, index): LoadSample => {
      const intendedMs = window.fromMs + (1000 * index) / rateRps;
      return { ...answered, ...answer(window, index), intendedMs };
    });
  });
  return samplesOf(requests);
}

/** The rows as columns. */
export const samplesOf = (requests: readonly LoadSample[]): LoadSamples => ({
  intendedMs: Float64Array.from(requests, ({ intendedMs }) => intendedMs),
  latencyMs: Float64Array.from(requests, ({ latencyMs }) => latencyMs),
  firstByteMs: Float64Array.from(requests, ({ firstByteMs }) => firstByteMs),
  sendDelayMs: Float64Array.from(requests, ({ sendDelayMs }) => sendDelayMs),
  status: Int16Array.from(requests, ({ status }) => status),
});

/** The columns as rows. */
export const requestsOf = (samples: LoadSamples | undefined): LoadSample[] =>
  Array.from(samples?.intendedMs ?? [], (intendedMs, index) => ({
    intendedMs,
    latencyMs: samples?.latencyMs[index] ?? Number.NaN,
    firstByteMs: samples?.firstByteMs[index] ?? Number.NaN,
    sendDelayMs: samples?.sendDelayMs[index] ?? Number.NaN,
    status: samples?.status[index] ?? neverStarted,
  }));

/** The recording with other requests in a load, counted up; what k6 said of itself stays as it was. */
export const withRequests = (
  recording: ArmRecording,
  role: 'victim' | 'aggressor',
  change: (requests: LoadSample[]) => LoadSample[],
): ArmRecord => digestRecording({ ...recording, [role]: samplesOf(change(requestsOf(recording[role]))) });

type LoadEnded = Extract<ObservedFact, { kind: 'load-ended' }>;

const loadEnded = (role: LoadEnded['role'], samples: LoadSamples, changes: Partial<LoadEnded> = {}) =>
  at(200, {
    kind: 'load-ended',
    role,
    offeredRateRps: 40,
    droppedIterations: samples.status.filter((status) => status === neverStarted).length,
    refusedWithoutRetryAfter: 0,
    shamRequests: 0,
    samplesFile: `${role}.csv.gz`,
    samplesCount: samples.intendedMs.length,
    exitCode: 0,
    signal: null,
    stoppedByUs: false,
    cpuSeconds: 10,
    elapsedSeconds: 80,
    ...changes,
  });

type Conditions = Extract<ObservedFact, { kind: 'conditions' }>;

const conditions = ({ index, toMs }: Window, changes: Partial<Conditions> = {}) => ({
  ...at(0, {
    kind: 'conditions',
    window: index,
    stealShare: 0.001,
    clockStepMs: 0.02,
    victimK6CpuShare: 0.1,
    harnessCpuShare: 0.05,
    ...changes,
  }),
  atMs: toMs,
});

export interface FloodOptions {
  pairs?: number;
  victim?: Answering;
  /** In attack windows only. */
  aggressor?: Answering;
  /** Default: 20. */
  aggressorRps?: number;
  victimEnded?: Partial<LoadEnded>;
  aggressorEnded?: Partial<LoadEnded>;
  conditions?: (window: Window) => Partial<Conditions>;
}

/** Latencies that spread from 20 to 40 ms, with a small difference between windows. */
export const steady = ({ index }: Pick<Window, 'index'>, request: number): Answer => ({
  latencyMs: 20 + ((request * 7) % 20) + 0.1 * (index % 3),
});

/** `steady`, and so many times slower under attack. */
export const slower =
  (times: number): Answering =>
  (window, index) => ({
    latencyMs: steady(window, index).latencyMs * (window.phase === 'attack' ? times : 1),
  });

/** One of twenty requests a second is admitted, which is the promised rate. */
export const limited = (_window: Window, index: number): Answer =>
  index % 20 === 0 ? { latencyMs: 30 } : { latencyMs: 1, status: 429 };

/** What was recorded of a flood that was delivered in full and that the platform withstood. */
export function floodRecording(options: FloodOptions = {}): ArmRecording {
  const pairs = options.pairs ?? 4;
  const windows = windowsOf(pairs);
  const victim = load(windows, 40, options.victim ?? steady);
  const attacks = windows.filter(({ phase }) => phase === 'attack');
  const aggressor = load(attacks, options.aggressorRps ?? 20, options.aggressor ?? limited);
  const admitted = aggressor.status.filter((status) => status === 200).length;
  const counted = (moment: 'before' | 'after', admittedByThen: number) => {
    const byStatus = { 200: admittedByThen, 429: 7 };
    return at(0, { kind: 'gateway-count', tenant: 'tenant-b', moment, byStatus, byDuration: {} });
  };
  return {
    observations: [
      at(0, { kind: 'arm-started' }),
      restarts('tenant-a', 2, 0),
      counted('before', 100),
      at(0, { kind: 'warm-up', seconds: 8, flat: true }),
      ...windows.flatMap((window) => [window, conditions(window, options.conditions?.(window))]),
      loadEnded('victim', victim, options.victimEnded),
      loadEnded('aggressor', aggressor, { shamRequests: 200 * pairs, ...options.aggressorEnded }),
      counted('after', 100 + admitted),
      at(200, { kind: 'scrapes', seconds: 200, tried: 200, succeeded: 200 }),
      restarts('tenant-a', 2, 0),
      at(201, { kind: 'arm-ended', playedPairs: pairs, lastLook: 'decided' }),
    ],
    victim,
    aggressor,
  };
}

/** `floodRecording`, counted up. */
export const floodRecord = (options?: FloodOptions): ArmRecord => digestRecording(floodRecording(options));
