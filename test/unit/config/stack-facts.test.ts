import { expect, test } from 'vitest';
import { quantity } from '../../../src/model/quantity.ts';
import { readStackFacts, stackFactsOf } from '../../../src/config/stack-facts.ts';
import { packageFile } from '../../../src/system/package-file.ts';

test('the manifests that ship promise what the scenarios count on', async () => {
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'));
  expect(facts.tenants.map(({ name, gpuQuota, weight }) => [name, gpuQuota, weight])).toEqual([
    ['tenant-a', 4, 1],
    ['tenant-b', 4, 1],
    ['tenant-c', 4, 1],
    ['tenant-d', 4, 1],
  ]);
  expect(facts.restLatencyMs).toBe(28);
  expect(Math.floor(facts.capacityRps)).toBe(285);
});

test('what a tenant may run is read from its quota and its LimitRange', async () => {
  const { tenants } = await readStackFacts(packageFile('k8s-fixtures/base'));
  expect(tenants[1]).toMatchObject({
    quotaName: 'tenant-quota',
    podQuota: 10,
    jobQuota: 10,
    containerGpuMax: 2,
    containerCpuLimitCores: 0.5,
    containerDiskLimitBytes: 64 * 2 ** 20,
  });
});

test('the partitions of GPU memory fit into it, and one tenant may call more models than fit beside a neighbour', async () => {
  const { tenants, gpuMemoryBytes, modelBytes } = await readStackFacts(packageFile('k8s-fixtures/base'));
  const promisedBytes = tenants.reduce((sum, { gpuPartitionBytes }) => sum + gpuPartitionBytes, 0);
  expect(promisedBytes).toBeLessThanOrEqual(gpuMemoryBytes);
  expect(Math.min(...tenants.map(({ gpuPartitionBytes }) => gpuPartitionBytes))).toBeGreaterThan(modelBytes);
  const [, aggressor] = tenants;
  expect((1 + (aggressor?.models.length ?? 0)) * modelBytes).toBeGreaterThan(gpuMemoryBytes);
});

test('one tenant may send a hundred requests at once, and has tokens for few of them', async () => {
  const { tenants } = await readStackFacts(packageFile('k8s-fixtures/base'));
  expect(tenants.find(({ name }) => name === 'tenant-c')).toMatchObject({
    burstRequests: 120,
    maxConcurrency: 120,
    rateLimitTpm: 6000,
    queueBound: 200,
  });
});

test("one tenant's group allows it less than its own limit", async () => {
  const { tenants } = await readStackFacts(packageFile('k8s-fixtures/base'));
  const inGroup = tenants.filter(({ group }) => group);
  expect(inGroup.map(({ name, group }) => [name, group?.name])).toEqual([['tenant-c', 'bursty']]);
  expect(inGroup[0]?.group?.rateLimitRpm).toBeLessThan(inGroup[0]?.rateLimitRpm ?? 0);
});

test('what is missing is named', () => {
  expect(() => stackFactsOf([])).toThrow('there is no ConfigMap gateway-config');
});

test('a folder that is not there is an environment that fails', async () => {
  await expect(readStackFacts('/nonexistent')).rejects.toMatchObject({ code: 'manifests-unreadable' });
});

test.each([
  ['256Mi', 268_435_456],
  ['1.5Gi', 1_610_612_736],
  ['128', 128],
  ['2k', 2000],
  ['500m', 0.5],
])('%s is %d', (text, bytes) => {
  expect(quantity(text)).toBe(bytes);
});

test.each(['', 'Mi', '1 Gi', '1Xi', '-1'])('%j is no quantity', (text) => {
  expect(() => quantity(text)).toThrow(/not a quantity/);
});
