import type { Objective } from '../../../src/model/objective.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import type { Settings } from '../../../src/model/settings.ts';
import type { StackFacts } from '../../../src/model/stack-facts.ts';

const tenant = (name: string, rateLimitRpm: number): StackFacts['tenants'][number] => ({
  name,
  namespace: name,
  model: 'llama-3-8b',
  models: ['llama-3-8b', 'second', 'third'],
  gpuPartitionBytes: 24 * 2 ** 30,
  rateLimitRpm,
  burstRequests: 20,
  maxConcurrency: 4,
  queueBound: 200,
  rateLimitTpm: 200_000,
  gpuQuota: 4,
  memoryQuotaBytes: 64 * 2 ** 30,
  podQuota: 10,
  jobQuota: 10,
  quotaName: 'tenant-quota',
  containerMemoryLimitBytes: 256 * 2 ** 20,
  containerCpuLimitCores: 0.5,
  containerDiskLimitBytes: 64 * 2 ** 20,
  containerGpuMax: 2,
});

export const facts: StackFacts = {
  tenants: [tenant('tenant-a', 18_000), tenant('tenant-b', 600)],
  capacityRps: 285,
  restLatencyMs: 28,
  gpuMemoryBytes: 48 * 2 ** 30,
  modelBytes: 16 * 2 ** 30,
  kvBytesPerToken: 131_072,
  kvBlockTokens: 16,
  maxContextTokens: 131_072,
};

export const settings: Settings = {
  profile: 'quick',
  seed: 7,
  scenarios: [],
  cluster: 'auto',
  gpus: 'simulated',
  allow: [],
  attack: true,
  victim: { rateRps: 150, stream: false },
  load: { pods: 4 },
  sham: true,
  maxPairs: 24,
  objectives: [],
  windows: {},
  limits: { p99Ratio: 1.1, victimErrorRatio: 0, errorHeld: 0.05, errorBreached: 0.01 },
};

export const flood: Scenario = {
  id: 'flood',
  question: 'Does it hold?',
  control: 'limiter',
  profiles: ['quick'],
  needs: ['gateway'],
  attack: { kind: 'request-flood', timesPromisedRate: 20 },
  checks: [],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 6,
    windowSeconds: 4.5,
    guardSeconds: 0.5,
    looksPairs: [2, 4],
  },
  weaknesses: [{ fixture: 'limiter-off', removes: 'limiter off' }],
  cure: { usualCause: 'Nobody set it.', fix: 'Set it.' },
};

export const objective = (changes: Partial<Objective> = {}): Objective => ({
  id: 'waits-little',
  description: '99 % of the requests take at most 250 ms',
  indicator: { kind: 'latency', until: 'last-token', percentile: 0.99 },
  limit: 250,
  scenarios: [],
  ...changes,
});
