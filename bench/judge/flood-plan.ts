import { resolveSettings } from '../../src/config/settings.ts';
import type { ArmPlan, DesignPlan } from '../../src/model/plan.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { StackFacts, TenantPromise } from '../../src/model/stack-facts.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { scenario } from '../../scenarios/request-flood.ts';
import { victimRateRps } from './victim-load.ts';

export type FloodPlan = ArmPlan & { design: Extract<DesignPlan, { kind: 'paired-windows' }> };

const tenant = (name: string, rateLimitRpm: number): TenantPromise => ({
  name,
  namespace: name,
  model: 'small',
  models: ['small'],
  gpuPartitionBytes: 24 * 2 ** 30,
  rateLimitRpm,
  burstRequests: 20,
  maxConcurrency: 4,
  queueBound: 200,
  rateLimitTpm: 200_000,
  gpuQuota: 4,
  memoryQuotaBytes: 0,
  quotaName: 'tenant-quota',
  podQuota: 10,
  jobQuota: 10,
  containerCpuLimitCores: 0.5,
  containerDiskLimitBytes: 64 * 2 ** 20,
  containerMemoryLimitBytes: 256 * 2 ** 20,
  containerGpuMax: 2,
});

const facts: StackFacts = {
  tenants: [tenant('tenant-a', 18_000), tenant('tenant-b', 600)],
  capacityRps: 285,
  restLatencyMs: 28,
  gpuMemoryBytes: 80 * 2 ** 30,
  modelBytes: 16 * 2 ** 30,
  kvBytesPerToken: 131_072,
  kvBlockTokens: 16,
  maxContextTokens: 131_072,
};

/** The protected arm of `request-flood` as a run of that profile would plan it, with its limits, looks and windows. */
export function floodPlan(profile: Profile, seed: number): FloodPlan {
  const config = { victim: { rateRps: victimRateRps } };
  const settings = resolveSettings({ profile }, {}, config, { randomSeed: seed, objectives: [] });
  const [arm] = makePlan({ settings, scenarios: [scenario], facts }).arms;
  if (arm?.design.kind !== 'paired-windows') throw new Error('request-flood has no windows');
  return { ...arm, design: arm.design };
}
