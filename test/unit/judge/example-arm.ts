import type { ArmRecord, Observation, ObservedFact } from '../../../src/model/observation.ts';
import type { ArmPlan, DesignPlan, Phase, WindowPlan } from '../../../src/model/plan.ts';
import type { TenantPromise } from '../../../src/model/stack-facts.ts';
import type { Window } from '../../../src/judge/windows.ts';

const MiB = 2 ** 20;

const tenant = (letter: string): TenantPromise => ({
  name: `tenant-${letter}`,
  namespace: `tenant-${letter}`,
  model: 'small',
  models: ['small', 'second', 'third'],
  gpuPartitionBytes: 20 * 2 ** 30,
  rateLimitRpm: 60,
  burstRequests: 5,
  maxConcurrency: 4,
  queueBound: 30,
  rateLimitTpm: 600,
  gpuQuota: 4,
  memoryQuotaBytes: 64 * 2 ** 30,
  podQuota: 10,
  jobQuota: 10,
  quotaName: 'gpu-quota',
  containerMemoryLimitBytes: 64 * MiB,
  containerCpuLimitCores: 0.5,
  containerDiskLimitBytes: 64 * MiB,
  containerGpuMax: 2,
});

type PairedWindows = Extract<DesignPlan, { kind: 'paired-windows' }>;

export const floodDesign: PairedWindows = {
  kind: 'paired-windows',
  victimRateRps: 40,
  victimStreams: false,
  sham: true,
  warmUp: { minSeconds: 8, maxSeconds: 30 },
  maxSeconds: 80,
  windows: [],
  looksPairs: [4, 8],
};

/** Windows of ten seconds with a guard of two, a victim at 40/s, a flood at 20 times the promised 1/s. */
export const floodPlan: ArmPlan = {
  scenario: 'request-flood',
  arm: 'protected',
  victim: tenant('a'),
  aggressor: tenant('b'),
  attack: { kind: 'request-flood', rateRps: 20 },
  design: floodDesign,
  objectives: [],
  objectivesAtRisk: 1,
  limits: {
    p99Ratio: 1.25,
    errorHeld: 0.01,
    errorBreached: 0.01,
    minSamplesPerWindow: 299,
    victimErrorRatio: 0,
  },
};

/** The plan with other limits. */
export const withLimits = (limits: Partial<ArmPlan['limits']>, plan: ArmPlan = floodPlan): ArmPlan => ({
  ...plan,
  limits: { ...plan.limits, ...limits },
});

/** The plan with another design of its windows. */
export const withDesign = (design: Partial<PairedWindows>): ArmPlan => ({
  ...floodPlan,
  design: { ...floodDesign, ...design },
});

export const stormPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'gpu-quota-storm',
  attack: { kind: 'gpu-pod-storm', podCount: 50 },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

export const hogPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'memory-hog',
  attack: { kind: 'memory-hog', limitBytes: 64 * MiB, ceilingBytes: 256 * MiB, shamBytes: 32 * MiB },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

/** Three models of 16 GiB each, called in two rounds; a partition has 20 GiB. */
export const tourPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'cache-eviction',
  attack: { kind: 'model-tour', models: ['small', 'second', 'third'], rounds: 2, modelBytes: 16 * 2 ** 30 },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

/** Twenty requests for 150 tokens each: five times the budget of 600. */
export const burstPlan: ArmPlan = {
  ...floodPlan,
  scenario: 'token-burst',
  attack: { kind: 'token-burst', requests: 20, promptTokens: 120, maxTokens: 30, startAtTokens: 600 },
  design: { kind: 'single-shot', settleSeconds: 65 },
};

const startMs = Date.UTC(2026, 10, 24);
const windowMs = 10_000;
const guardMs = 2000;

export const at = <T extends ObservedFact>(secondsIn: number, fact: T) => ({
  atMs: startMs + 1000 * secondsIn,
  scenario: 'example',
  arm: 'protected' as const,
  ...fact,
});

/** Start of the arm plus so many seconds, in milliseconds since the epoch. */
export const instant = (secondsIn: number): number => startMs + 1000 * secondsIn;

export function windowsOf(pairs: number): Window[] {
  return Array.from({ length: 2 * pairs }, (_, index): Window => {
    const fromMs = startMs + index * windowMs;
    const phase: Phase = index % 2 === 0 ? 'baseline' : 'attack';
    const bounds = { fromMs, measureFromMs: fromMs + guardMs, toMs: fromMs + windowMs };
    const base = { atMs: bounds.toMs, scenario: 'example', arm: 'protected' } as const;
    return { ...base, kind: 'window', index, pair: Math.floor(index / 2), phase, ...bounds };
  });
}

/** The same as they were planned. */
export const plannedWindows = (pairs: number): WindowPlan[] =>
  windowsOf(pairs).map(({ index, pair, phase, fromMs, measureFromMs, toMs }) => ({
    index,
    pair,
    phase,
    fromSeconds: (fromMs - startMs) / 1000,
    measureFromSeconds: (measureFromMs - startMs) / 1000,
    toSeconds: (toMs - startMs) / 1000,
  }));

export const emptyRecord: ArmRecord = { observations: [] };

type Observed = Pick<ArmRecord, 'observations'>;

/** The record without the observations that the filter refuses. */
export const without = <T extends Observed>(record: T, refused: (seen: Observation) => boolean): T => ({
  ...record,
  observations: record.observations.filter((seen) => !refused(seen)),
});

/** The record with more observations, before its end. */
export const withMore = <T extends Observed>(record: T, ...more: Observation[]): T => ({
  ...record,
  observations: [...record.observations, ...more],
});

export const times = <T>(amount: number, thing: T): T[] => Array.from({ length: amount }, () => thing);
