import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { EnvironmentError } from '../model/errors.ts';
import type { CrowdSize } from '../model/crowd.ts';
import { quantity } from '../model/quantity.ts';
import type { StackFacts, TenantPromise } from '../model/stack-facts.ts';
import { unlimited } from '../model/target.ts';
import { crowdManifests } from './crowd-manifests.ts';
import type { Manifest } from './manifest.ts';

/** `gateway.yaml` as far as a plan needs it. */
const requestRate = { rate_limit_rpm: z.number(), burst_requests: z.number() };

const gatewayConfig = z.object({
  queue_bound: z.number(),
  groups: z.array(z.object({ group_id: z.string(), ...requestRate })).default([]),
  tenants: z.array(
    z.object({
      tenant_id: z.string(),
      group: z.string().optional(),
      model_name: z.string(),
      models: z.array(z.string()).default([]),
      memory_limit_gb: z.number(),
      ...requestRate,
      max_concurrency: z.number(),
      rate_limit_tpm: z.number(),
      weight: z.number(),
    }),
  ),
});

/**
 * Reads from the manifests what the stack promises, so that a changed manifest changes the plan.
 * @param crowd how many tenants the stack is to have, if not those of the manifests
 * @throws EnvironmentError `manifests-unreadable`
 */
export async function readStackFacts(folder: string, crowd?: CrowdSize): Promise<StackFacts> {
  try {
    const manifests = await readManifests(folder);
    return stackFactsOf(crowd ? crowdManifests(manifests, crowd) : manifests);
  } catch (error) {
    throw new EnvironmentError(`Cannot read what ${folder} promises: ${(error as Error).message}`, {
      code: 'manifests-unreadable',
      hint: 'k8s-fixtures/README.md says what a plan reads from the manifests.',
      cause: error,
    });
  }
}

async function readManifests(folder: string): Promise<Manifest[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.yaml'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Partial<Manifest> | null))
    .filter((document): document is Manifest => document?.metadata !== undefined);
}

/** Pure part of `readStackFacts`. What states no namespace is common to all tenants. @throws Error if something is missing */
export function stackFactsOf(manifests: readonly Manifest[]): StackFacts {
  const find = (kind: string, where: (manifest: Manifest) => boolean, what: string): Manifest => {
    const found = manifests.find((manifest) => manifest?.kind === kind && where(manifest));
    if (!found) throw new Error(`there is no ${what}`);
    return found;
  };
  const config = find(
    'ConfigMap',
    ({ metadata }) => metadata.name === 'gateway-config',
    'ConfigMap gateway-config',
  );
  const {
    tenants,
    groups,
    queue_bound: queueBound,
  } = gatewayConfig.parse(parse(config.data?.['gateway.yaml'] ?? ''));
  return {
    tenants: tenants.map(({ tenant_id: name, ...promise }): TenantPromise => {
      const inNamespace = ({ metadata }: Manifest): boolean => (metadata.namespace ?? name) === name;
      const quota = find('ResourceQuota', inNamespace, `ResourceQuota in ${name}`);
      const range = find('LimitRange', inNamespace, `LimitRange in ${name}`);
      return {
        name,
        namespace: name,
        model: promise.model_name,
        models: [...new Set([promise.model_name, ...promise.models])],
        gpuPartitionBytes: promise.memory_limit_gb * 2 ** 30,
        rateLimitRpm: promise.rate_limit_rpm,
        burstRequests: promise.burst_requests,
        ...groupOf(promise.group, groups),
        maxConcurrency: promise.max_concurrency,
        queueBound,
        rateLimitTpm: promise.rate_limit_tpm,
        weight: promise.weight,
        gpuQuota: quotaOf(quota, 'requests.nvidia.com/gpu'),
        memoryQuotaBytes: memoryQuotaOf(quota),
        podQuota: quotaOf(quota, 'pods'),
        jobQuota: quotaOf(quota, 'count/jobs.batch'),
        quotaName: quota.metadata.name,
        containerMemoryLimitBytes: quantity(ofContainer(range, 'default', 'memory')),
        containerCpuLimitCores: quantity(ofContainer(range, 'default', 'cpu')),
        containerDiskLimitBytes: quantity(ofContainer(range, 'default', 'ephemeral-storage')),
        containerGpuMax: Number(ofContainer(range, 'max', 'nvidia.com/gpu')),
      };
    }),
    ...engineFacts(find('Deployment', ({ metadata }) => metadata.name === 'engine', 'Deployment engine')),
  };
}

function groupOf(
  group: string | undefined,
  groups: z.infer<typeof gatewayConfig>['groups'],
): Pick<TenantPromise, 'group'> {
  const limit = groups.find(({ group_id }) => group_id === group);
  if (!limit) return {};
  const { group_id: name, rate_limit_rpm: rateLimitRpm, burst_requests: burstRequests } = limit;
  return { group: { name, rateLimitRpm, burstRequests } };
}

const quotaSpec = z.object({ hard: z.record(z.string(), z.union([z.string(), z.number()])) });

const quotaOf = ({ spec }: Manifest, key: string): number => Number(quotaSpec.parse(spec).hard[key]);

function memoryQuotaOf({ spec }: Manifest): number {
  const bound = quotaSpec.parse(spec).hard['limits.memory'];
  return bound === undefined ? unlimited : quantity(String(bound));
}

const amounts = z.record(z.string(), z.union([z.string(), z.number()]));
const rangeSpec = z.object({
  limits: z.array(z.object({ type: z.string(), default: amounts, max: amounts })),
});

function ofContainer({ spec }: Manifest, bound: 'default' | 'max', resource: string): string {
  const range = rangeSpec.parse(spec).limits.find(({ type }) => type === 'Container');
  return String(range?.[bound][resource]);
}

const engineSpec = z.object({
  replicas: z.number().default(1),
  template: z.object({
    spec: z.object({
      containers: z.array(
        z.object({ env: z.array(z.object({ name: z.string(), value: z.string().optional() })) }),
      ),
    }),
  }),
});

function engineFacts({ spec }: Manifest): Omit<StackFacts, 'tenants'> {
  const { replicas, template } = engineSpec.parse(spec);
  const setting = (name: string): number => {
    const value = Number(template.spec.containers[0]?.env.find((entry) => entry.name === name)?.value);
    if (!(value > 0)) throw new Error(`the engine's ${name} is missing`);
    return value;
  };
  const restLatencyMs = setting('REFERENCE_REQUEST_STEPS') * setting('STEP_MS');
  return {
    restLatencyMs,
    capacityRps: (replicas * setting('SLOTS') * 1000) / restLatencyMs,
    gpuMemoryBytes: setting('GPU_MEMORY_BYTES'),
    modelBytes: setting('MODEL_BYTES'),
    kvBytesPerToken: setting('KV_BYTES_PER_TOKEN'),
    kvBlockTokens: setting('KV_BLOCK_TOKENS'),
    maxContextTokens: setting('MAX_MODEL_LEN'),
  };
}
