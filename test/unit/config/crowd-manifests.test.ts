import { parse } from 'yaml';
import { describe, expect, it, test } from 'vitest';
import { crowdManifests } from '../../../src/config/crowd-manifests.ts';
import type { Manifest } from '../../../src/config/manifest.ts';
import { readStackFacts } from '../../../src/config/stack-facts.ts';
import { packageFile } from '../../../src/system/package-file.ts';

const gateway = `
queue_bound: 200
tenants:
  - { tenant_id: tenant-a, model_name: m, memory_limit_gb: 38, rate_limit_rpm: 18000, burst_requests: 400, max_concurrency: 256, rate_limit_tpm: 2000000, weight: 2 }
  - { tenant_id: tenant-b, model_name: m, models: [n], memory_limit_gb: 24, rate_limit_rpm: 600, burst_requests: 20, max_concurrency: 4, rate_limit_tpm: 200000, weight: 1 }
`;

const env = {
  SLOTS: '8',
  STEP_MS: '4',
  REFERENCE_REQUEST_STEPS: '7',
  GPU_MEMORY_BYTES: '85899345920',
  MODEL_BYTES: '17179869184',
};

const base: Manifest[] = [
  { kind: 'Namespace', metadata: { name: 'inference-system' } },
  { kind: 'Namespace', metadata: { name: 'tenant-a' } },
  { kind: 'Namespace', metadata: { name: 'tenant-b' } },
  { kind: 'Deployment', metadata: { name: 'app', namespace: 'tenant-a' } },
  {
    kind: 'ResourceQuota',
    metadata: { name: 'quota', namespace: 'tenant-a' },
    spec: { hard: { pods: '1' } },
  },
  {
    kind: 'ResourceQuota',
    metadata: { name: 'quota', namespace: 'tenant-b' },
    spec: { hard: { pods: '2' } },
  },
  {
    kind: 'ConfigMap',
    metadata: { name: 'gateway-config', namespace: 'inference-system' },
    data: { limiter: 'gcra', 'gateway.yaml': gateway },
  },
  {
    kind: 'Deployment',
    metadata: { name: 'engine', namespace: 'inference-system' },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'engine', env: Object.entries(env).map(([name, value]) => ({ name, value })) },
          ],
        },
      },
    },
  },
];

const names = (manifests: readonly Manifest[]): string[] =>
  manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);

const gatewayOf = (manifests: readonly Manifest[]) =>
  parse(manifests.find(({ kind }) => kind === 'ConfigMap')?.data?.['gateway.yaml'] ?? '') as {
    queue_bound: number;
    tenants: Record<string, number | string>[];
  };

describe('a crowd of three, one of whom runs away', () => {
  const crowd = crowdManifests(base, { tenants: 3, aggressors: 1 });

  it('has the namespaces of the crowd, each with what the second tenant has, and no other tenant', () => {
    expect(names(crowd).filter((name) => name.includes('tenant'))).toEqual([
      'Namespace /tenant-001',
      'ResourceQuota tenant-001/quota',
      'Namespace /tenant-002',
      'ResourceQuota tenant-002/quota',
      'Namespace /tenant-003',
      'ResourceQuota tenant-003/quota',
    ]);
    expect(crowd.find(({ metadata }) => metadata.namespace === 'tenant-003')?.spec).toEqual({
      hard: { pods: '2' },
    });
  });

  it('leaves every other control of the gateway as it is', () => {
    expect(crowd.find(({ kind }) => kind === 'ConfigMap')?.data?.['limiter']).toBe('gcra');
    expect(gatewayOf(crowd).queue_bound).toBe(200);
  });

  it('shares out what the engine can serve: the aggressors what the second tenant had, the victims the rest', () => {
    const [first, second, third] = gatewayOf(crowd).tenants;
    expect(first).toMatchObject({
      tenant_id: 'tenant-001',
      rate_limit_rpm: 6128,
      burst_requests: 200,
      weight: 2,
    });
    expect(second).toMatchObject({ tenant_id: 'tenant-002', rate_limit_rpm: 6128 });
    expect(third).toMatchObject({
      tenant_id: 'tenant-003',
      rate_limit_rpm: 600,
      max_concurrency: 4,
      weight: 1,
    });
    expect(third).not.toHaveProperty('models');
  });
});

test.each([
  [2, 1],
  [100, 1],
  [100, 10],
  [100, 99],
  [37, 5],
])(
  'of %i tenants and %i aggressors the shipped manifests make promises that can be kept',
  async (tenants, aggressors) => {
    const facts = await readStackFacts(packageFile('k8s-fixtures/base'), { tenants, aggressors });
    expect(facts.tenants).toHaveLength(tenants);
    const promised = facts.tenants.reduce((sum, { rateLimitRpm }) => sum + rateLimitRpm, 0) / 60;
    expect(promised).toBeLessThanOrEqual(0.76 * facts.capacityRps);
    const partitions = facts.tenants.reduce((sum, { gpuPartitionBytes }) => sum + gpuPartitionBytes, 0);
    expect(partitions).toBeLessThanOrEqual(facts.gpuMemoryBytes);
    for (const tenant of facts.tenants) {
      expect(tenant.gpuPartitionBytes).toBeGreaterThan(facts.modelBytes);
      expect(Number.isInteger(tenant.gpuPartitionBytes)).toBe(true);
      expect(tenant.gpuQuota).toBe(4);
    }
  },
);

test('manifests that no crowd can be made of are named', () => {
  expect(() => crowdManifests([], { tenants: 2, aggressors: 1 })).toThrow('expected object');
  const alone = base.map((manifest) =>
    manifest.kind === 'ConfigMap' ? { ...manifest, data: { 'gateway.yaml': 'tenants: []' } } : manifest,
  );
  expect(() => crowdManifests(alone, { tenants: 2, aggressors: 1 })).toThrow('no second tenant');
});
