import { quantity } from '../model/quantity.ts';
import type { StackFacts, TenantPromise } from '../model/stack-facts.ts';
import { unlimited, type Target, type TargetTenant } from '../model/target.ts';

/** What is known of a target before it is called: what its tenants were promised. Of its inside nothing is known. */
export const targetFacts = ({ tenants }: Target): StackFacts => ({
  tenants: tenants.map(promiseOf),
  capacityRps: unlimited,
  restLatencyMs: 0,
  gpuMemoryBytes: 0,
  modelBytes: 0,
  kvBytesPerToken: 0,
  kvBlockTokens: 0,
  maxContextTokens: 0,
});

const promiseOf = ({ name, namespace = '', model, weight, promises }: TargetTenant): TenantPromise => ({
  name,
  namespace,
  model,
  models: [model],
  rateLimitRpm: promises.requestsPerMinute,
  burstRequests: promises.burstRequests,
  rateLimitTpm: promises.tokensPerMinute ?? unlimited,
  maxConcurrency: promises.concurrentRequests ?? unlimited,
  queueBound: unlimited,
  ...(weight === undefined ? {} : { weight }),
  gpuPartitionBytes: 0,
  gpuQuota: promises.gpus ?? unlimited,
  memoryQuotaBytes: promises.memory === undefined ? unlimited : Math.floor(quantity(promises.memory)),
  podQuota: 0,
  jobQuota: 0,
  quotaName: '',
  containerMemoryLimitBytes: 0,
  containerCpuLimitCores: 0,
  containerDiskLimitBytes: 0,
  containerGpuMax: 0,
});
