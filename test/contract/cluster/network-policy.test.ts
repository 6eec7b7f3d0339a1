import '../../helpers/one-cluster-at-a-time.ts';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CoreV1Api, NetworkingV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lackOfNetworkPolicy } from '../../../src/cluster/embedded/network-policy-support.ts';
import type { StartedCluster } from '../../../src/cluster/embedded/start-embedded-cluster.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import {
  nodeImage,
  startTestCluster,
  testCache,
  writeNodeImage,
  type TestCache,
} from '../../helpers/embedded-cluster.ts';

const signal = AbortSignal.timeout(1_500_000);
const lack = await lackOfNetworkPolicy(signal);
// Before the turn of this file: building it takes minutes, and the others would wait.
const programs =
  lack === undefined
    ? await findPrograms(['kube-router'], { env: process.env, signal, progress: silentProgress })
    : {};
const namespace = 'default';
const pods = ['friend', 'stranger', 'open', 'closed'];

/** Says hello, or what the pod whose address is in the path says. A policy lets a connection live on that was there before. */
const program = `
require('node:http').createServer(({ url }, answer) => {
  const address = url.slice(1);
  answer.setHeader('connection', 'close');
  if (!address) return answer.end('hello');
  fetch('http://' + address + ':8080/', { signal: AbortSignal.timeout(3000) })
    .then((said) => said.text(), (error) => error.cause?.code ?? error.name)
    .then((said) => answer.end(said));
}).listen(8080)`;

let cache: TestCache;
let cluster: StartedCluster;
let core: CoreV1Api;
const addresses = new Map<string, string>();

const withoutCounters = (rule: string): string => rule.replace(/ \[\d+:\d+\]$/, '');

/** Without those of a Docker engine, whose networks come and go beside us. */
const hostRules = async (): Promise<string[]> => {
  const { stdout } = await promisify(execFile)('iptables-save', ['-t', 'filter']);
  return stdout
    .split('\n')
    .filter((rule) => !/^#|DOCKER|docker0| br-[0-9a-f]{12}/.test(rule))
    .map(withoutCounters);
};

const ask = async (from: string, to: string): Promise<string> => {
  const answer = await fetch(`http://${addresses.get(from)}:8080/${addresses.get(to)}`, { signal });
  return answer.text();
};

async function startPods(): Promise<void> {
  await waitUntil(
    async () => ({ ready: await core.readNamespacedServiceAccount({ name: 'default', namespace }) }),
    { what: 'the default service account', timeoutMs: 20_000, signal },
  );
  const container = { name: 'main', image: nodeImage, imagePullPolicy: 'Never', args: ['-e', program] };
  for (const name of pods) {
    const body = { metadata: { name, labels: { app: name } }, spec: { containers: [container] } };
    await core.createNamespacedPod({ namespace, body });
  }
  for (const name of pods) {
    const address = await waitUntil(
      async (probe) => {
        const { status } = await core.readNamespacedPod({ name, namespace });
        if (status?.podIP === undefined) return { seen: status?.phase ?? 'no phase' };
        await fetch(`http://${status.podIP}:8080/`, { signal: probe });
        return { ready: status.podIP };
      },
      { what: `pod ${name} to answer`, timeoutMs: 60_000, signal },
    );
    addresses.set(name, address);
  }
}

describe.skipIf(lack !== undefined)('a node with kube-router', () => {
  let rulesBefore: string[];

  beforeAll(async () => {
    rulesBefore = await hostRules();
    cache = await testCache();
    const archive = join(cache.folder, 'node.tar');
    [cluster] = await Promise.all([startTestCluster(cache, { programs }), writeNodeImage(archive)]);
    core = cluster.kube.makeApiClient(CoreV1Api);
    await cluster.loadImage(archive, signal);
    await startPods();
  }, 120_000);

  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
    await cache?.[Symbol.asyncDispose]();
  });

  test('says that it enforces NetworkPolicies', () => {
    expect(cluster.capabilities).toContain('network-policy');
  });

  test('keeps out whom a policy does not let in, as soon as it says so, and no one after', async () => {
    const networking = cluster.kube.makeApiClient(NetworkingV1Api);
    expect(await ask('stranger', 'closed')).toBe('hello');
    await networking.createNamespacedNetworkPolicy({
      namespace,
      body: {
        metadata: { name: 'friends-only' },
        spec: {
          podSelector: { matchLabels: { app: 'closed' } },
          ingress: [{ _from: [{ podSelector: { matchLabels: { app: 'friend' } } }] }],
        },
      },
    });
    await cluster.policiesInForce(signal);
    expect(await ask('stranger', 'closed')).toBe('ECONNREFUSED');
    expect(await ask('friend', 'closed')).toBe('hello');
    expect(await ask('stranger', 'open')).toBe('hello');
    await networking.deleteNamespacedNetworkPolicy({ name: 'friends-only', namespace });
    await cluster.policiesInForce(signal);
    expect(await ask('stranger', 'closed')).toBe('hello');
  });

  test('leaves the rules of the host as they were', async () => {
    expect(await hostRules()).toEqual(rulesBefore);
  });
});
