import type { Scenario } from '../../../src/model/scenario.ts';
import type { Settings } from '../../../src/model/settings.ts';
import type { StackFacts } from '../../../src/model/stack-facts.ts';

const tenant = (name: string, rateLimitRpm: number): StackFacts['tenants'][number] => ({
  name,
  namespace: name,
  model: 'llama-3-8b',
  rateLimitRpm,
  burstRequests: 20,
  gpuQuota: 4,
  quotaName: 'tenant-quota',
  containerMemoryLimitBytes: 256 * 2 ** 20,
});

export const facts: StackFacts = {
  tenants: [tenant('tenant-a', 18_000), tenant('tenant-b', 600)],
  capacityRps: 285,
  restLatencyMs: 28,
};

export const settings: Settings = {
  profile: 'quick',
  seed: 7,
  scenarios: [],
  cluster: 'auto',
  attack: true,
  victim: { rateRps: 150 },
  windows: {},
  limits: { p99Ratio: 1.1, victimErrorRatio: 0 },
};

export const flood: Scenario = {
  id: 'flood',
  question: 'Does it hold?',
  control: 'limiter',
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
  weakness: { fixture: 'limiter-off', removes: 'limiter off' },
};
