import '../../helpers/one-cluster-at-a-time.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTriedCluster } from '../../../src/cluster/existing/tried-cluster.ts';
import type { EnvironmentError } from '../../../src/model/errors.ts';
import type { TargetPromises } from '../../../src/model/target.ts';
import { changePlatform } from '../../../src/stack/change-platform.ts';
import { difference } from '../../../src/stack/manifests/difference.ts';
import { mustRun } from '../../../src/system/run-program.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import {
  podOf,
  startPlatformOnCluster,
  type PlatformOnCluster,
} from '../reference-stack/platform-on-cluster.ts';
import { askCluster, strangerTo } from './tried-platform.ts';

// The quota of tenant-b says 4 GPUs and 64Gi of limits; a container may have 2 GPUs.
const namespace = 'tenant-b';
const promised = { gpus: 4, memory: '64Gi' };

let platform: PlatformOnCluster;
let folder: string;
/** As somebody without rights was refused. */
let refused: EnvironmentError;
/** Of somebody who may do what the hint of the preflight grants, and no more. */
let kube: KubeConfig;

const openAs = (kubeconfig: string): ReturnType<typeof openTriedCluster> =>
  openTriedCluster({ kubeconfig, namespaces: [namespace] });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-tries-'));
  platform = await startPlatformOnCluster();
  const kubeconfig = await strangerTo(platform, 'guest', folder);
  const refusal = await openAs(kubeconfig).catch((error: EnvironmentError) => error);
  if (!('hint' in refusal)) throw new Error('a stranger is refused');
  refused = refusal;
  const role = join(folder, 'role.yaml');
  await writeFile(role, refusal.hint?.split(' of:\n')[1] ?? '');
  const { kubectlPath, cluster, signal } = platform;
  await mustRun(kubectlPath, ['--kubeconfig', cluster.kubeconfigPath, 'apply', '-f', role], { signal });
  const opened = await waitUntil(
    async () => {
      const now = await openAs(kubeconfig).catch(() => undefined);
      return now?.closedQuotas.length === 0 ? { ready: now } : { seen: 'not yet' };
    },
    { what: 'the Role to be in force', timeoutMs: 10_000, signal },
  );
  kube = opened.kube;
}, 180_000);
afterAll(async () => {
  await platform?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** What each check says, and the reasons. */
async function ask(
  id: string,
  promises: Partial<TargetPromises>,
): Promise<{ said: Record<string, string>; reasons: string }> {
  const { findings } = await askCluster(id, { b: promises }, kube);
  const all = Object.entries(findings);
  return {
    said: Object.fromEntries(all.map(([check, { status }]) => [check, status])),
    reasons: all.map(([, { reason, evidence }]) => [reason, ...evidence].join('; ')).join('\n'),
  };
}

const both = (over: string, within: string): Record<string, string> => ({
  'over-share-refused': over,
  'within-share-admitted': within,
});

/** Everything that is stored in the namespace, with its versions. */
const stored = async (): Promise<unknown> => {
  const { core } = platform;
  const [pods, quotas] = await Promise.all([
    core.listNamespacedPod({ namespace }),
    core.listNamespacedResourceQuota({ namespace }),
  ]);
  return [...pods.items, ...quotas.items].map(({ metadata, status }) => [
    metadata?.name,
    metadata?.resourceVersion,
    status,
  ]);
};

test('who may not create pods is told so, with a Role that is enough', () => {
  expect(refused).toMatchObject({ code: 'missing-permissions' });
  expect(refused.message).toMatch(/^Not allowed on https:.*: create pods in tenant-b$/);
  expect(refused.hint).toContain('name: system:serviceaccount:default:guest');
});

test('a promise that is kept is found kept, and nothing is stored or counted', async () => {
  const before = await stored();
  expect(before).toHaveLength(2);
  const gpus = await ask('promised-gpus', promised);
  expect(gpus.said).toEqual(both('held', 'held'));
  expect(gpus.reasons).toContain(
    'refused by the quota tenant-quota, which lets the tenant have 4 GPUs and counts 0 GPUs; promised 4 GPUs',
  );
  expect(gpus.reasons).toContain('The attack was felt: 1 of 1 call of the attack were refused');
  expect(gpus.reasons).toContain('a pod with 4 GPUs is let in beside 0 GPUs in use, promised 4 GPUs');
  const memory = await ask('promised-memory', promised);
  expect(memory.said).toEqual(both('held', 'held'));
  expect(memory.reasons).toContain('a pod with 65,536 MiB is let in');
  expect(await stored()).toEqual(before);
});

interface Case {
  what: string;
  id: string;
  promises: Partial<TargetPromises>;
  says: Record<string, string>;
  reason: RegExp;
}

test.each<Case>([
  {
    what: 'a quota one GPU above the promise',
    id: 'promised-gpus',
    promises: { gpus: 3 },
    says: both('breached', 'inconclusive'),
    reason: /a pod with 4 GPUs is let in beside 0 GPUs in use: 4 GPUs, promised 3 GPUs/,
  },
  {
    what: 'a quota one MiB above the promise',
    id: 'promised-memory',
    promises: { memory: '65535Mi' },
    says: both('breached', 'inconclusive'),
    reason: /65,536 MiB, promised 65,535 MiB/,
  },
  {
    what: 'a quota below the promise',
    id: 'promised-gpus',
    promises: { gpus: 5 },
    says: both('held', 'breached'),
    reason: /the promise of 5 GPUs cannot be had: the quota tenant-quota lets the tenant have 4 GPUs/,
  },
  {
    what: 'a quota for one who was promised no GPU',
    id: 'promised-gpus',
    promises: { gpus: 0 },
    says: both('breached', 'inconclusive'),
    reason: /1 GPU, promised 0 GPUs/,
  },
])('$what is seen', async ({ id, promises, says, reason }) => {
  const { said, reasons } = await ask(id, promises);
  expect(said).toEqual(says);
  expect(reasons).toMatch(reason);
});

test.each<[string, () => KubeConfig, string, RegExp]>([
  ['is closed to us', () => kube, 'a', /team-a, .*403 pods is forbidden/],
  ['is not there', () => platform.cluster.kube, 'z', /team-z, .*404 namespaces "tenant-z" not found/],
])('of two tenants one whose namespace %s is named, and the other is asked all the same', async (...args) => {
  const [, as, letter, reason] = args;
  const found = async (promises: Partial<TargetPromises>) =>
    (await askCluster('promised-gpus', { b: promises, [letter]: promised }, as())).findings;
  const kept = await found(promised);
  for (const finding of Object.values(kept)) {
    expect(finding.status).toBe('inconclusive');
    expect(finding.reason).toMatch(/^of 2 tenants 1 held, 1 inconclusive/);
    expect(finding.reason).toMatch(reason);
  }
  const { 'over-share-refused': over } = await found({ gpus: 3 });
  expect(over?.status).toBe('breached');
  expect(over?.reason).toContain('worst: team-b 4, a pod with 4 GPUs is let in');
});

describe('beside a pod with a GPU', () => {
  const { spec } = podOf({ limits: { 'nvidia.com/gpu': '1' } });
  beforeAll(async () => {
    await platform.core.createNamespacedPod({
      namespace,
      body: { metadata: { name: 'in-use' }, ...(spec ? { spec } : {}) },
    });
  });
  afterAll(async () => {
    await platform.core.deleteNamespacedPod({ namespace, name: 'in-use', gracePeriodSeconds: 0 });
    await waitUntil(
      async () => {
        const quota = await platform.core.readNamespacedResourceQuota({ namespace, name: 'tenant-quota' });
        return { ready: quota.status?.used?.['requests.nvidia.com/gpu'] === '0' };
      },
      { what: 'the GPU to be free', timeoutMs: 30_000, signal: platform.signal },
    );
  }, 60_000);

  test('what is left is asked for, and one more', async () => {
    const { said, reasons } = await ask('promised-gpus', promised);
    expect(said).toEqual(both('held', 'held'));
    expect(reasons).toContain('a pod with 3 GPUs is let in beside 1 GPU in use, promised 4 GPUs');
  });

  test('a quota above the promise is seen although a pod with all of the promise and one more is refused', async () => {
    const { said, reasons } = await ask('promised-gpus', { gpus: 3 });
    expect(said['over-share-refused']).toBe('breached');
    expect(reasons).toContain('a pod with 3 GPUs is let in beside 1 GPU in use: 4 GPUs, promised 3 GPUs');
  });
});

describe('without the control the breach is seen', () => {
  const inTenantB = ({ metadata }: { metadata: { namespace?: string } }): boolean =>
    metadata.namespace === namespace;

  test.each([
    ['no-gpu-quota', 'promised-gpus'],
    ['gpu-quota-limits-only', 'promised-gpus'],
    ['no-memory-limit', 'promised-memory'],
  ])('%s: %s', async (weakness, id) => {
    const { base, kubectl, cluster, signal } = platform;
    const weak = (await platform.weakness(weakness)).filter(inTenantB);
    const sound = base.filter(inTenantB);
    const on = {
      kubectl,
      kube: cluster.kube,
      gateway: () => Promise.reject(new Error('no gateway runs')),
      policiesInForce: () => Promise.resolve(),
    };
    await changePlatform(on, difference(sound, weak), signal);
    try {
      const { said } = await ask(id, promised);
      expect(said['over-share-refused']).toBe('breached');
    } finally {
      await changePlatform(on, difference(weak, sound), signal);
    }
    expect((await ask(id, promised)).said).toEqual(both('held', 'held'));
  });
});
