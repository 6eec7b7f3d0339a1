import '../../helpers/one-cluster-at-a-time.ts';
import { once } from 'node:events';
import { readFile, stat, truncate, copyFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { CoreV1Api, type V1Pod } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StartedCluster } from '../../../src/cluster/embedded/start-embedded-cluster.ts';
import { ownNames } from '../../../src/journal/own-names.ts';
import { findOwnedProcesses } from '../../../src/journal/own-processes.ts';
import { listLeftovers } from '../../../src/journal/undo-all.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import {
  nodeImage,
  startTestCluster,
  testCache,
  uniqueName,
  writeNodeImage,
  type TestCache,
} from '../../helpers/embedded-cluster.ts';
import { machineTraces } from '../../helpers/machine-traces.ts';

const tunables = ['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops', 'kernel/keys/root_maxkeys'];
const readTunables = (): Promise<string[]> =>
  Promise.all(tunables.map((name) => readFile(`/proc/sys/${name}`, 'utf8')));
const signal = AbortSignal.timeout(180_000);
const namespace = 'default';

let cache: TestCache;
let cluster: StartedCluster;
let core: CoreV1Api;
let tunablesBefore: string[];
const name = uniqueName();
const listeners: Server[] = [];

beforeAll(async () => {
  // Ports that the node's programs listen on in their own network namespace.
  for (const port of [443, 2379, 10250]) {
    listeners.push(
      createServer()
        .on('error', () => {})
        .listen(port),
    );
  }
  tunablesBefore = await readTunables();
  cache = await testCache();
  const archive = join(cache.folder, 'node.tar');
  [cluster] = await Promise.all([startTestCluster(cache, { name }), writeNodeImage(archive)]);
  core = cluster.kube.makeApiClient(CoreV1Api);
  await cluster.loadImage(archive, signal);
  await waitUntil(
    async () => ({ ready: await core.readNamespacedServiceAccount({ name: 'default', namespace }) }),
    { what: 'the default service account', timeoutMs: 20_000, signal },
  );
}, 180_000);

afterAll(async () => {
  for (const listener of listeners) listener.close();
  await cluster?.[Symbol.asyncDispose]();
  await cache?.[Symbol.asyncDispose]();
});

/** A pod of one container that runs a JavaScript program. */
const pod = (podName: string, program: string, memory = '256Mi'): V1Pod => ({
  metadata: { name: podName, labels: { app: podName } },
  spec: {
    restartPolicy: 'Never',
    containers: [
      {
        name: 'main',
        image: nodeImage,
        imagePullPolicy: 'Never',
        args: ['-e', program],
        resources: { limits: { memory } },
        ports: [{ name: 'http', containerPort: 8080 }],
      },
    ],
  },
});

const untilEnded = (podName: string): Promise<V1Pod> =>
  waitUntil(
    async () => {
      const seen = await core.readNamespacedPod({ name: podName, namespace });
      const phase = seen.status?.phase ?? 'no phase';
      return phase === 'Succeeded' || phase === 'Failed' ? { ready: seen } : { seen: phase };
    },
    { what: `pod ${podName} to end`, timeoutMs: 60_000, signal },
  );

describe('a node that is up', () => {
  test('reports its version, offers eight GPUs and keeps its kubeconfig private', async () => {
    const [node] = (await core.listNode()).items;
    expect(cluster.kubernetesVersion).toBe(node?.status?.nodeInfo?.kubeletVersion);
    expect(node?.status?.allocatable?.['nvidia.com/gpu']).toBe('8');
    expect((await stat(cluster.kubeconfigPath)).mode & 0o777).toBe(0o600);
  });

  test('a pod reaches the API with the token and address that client libraries use', async () => {
    const program = `
      const { readFileSync } = require('node:fs');
      const at = '/var/run/secrets/kubernetes.io/serviceaccount/';
      const request = require('node:https').request({
        host: process.env.KUBERNETES_SERVICE_HOST, port: process.env.KUBERNETES_SERVICE_PORT, method: 'POST',
        path: '/apis/authentication.k8s.io/v1/selfsubjectreviews', ca: readFileSync(at + 'ca.crt'),
        headers: { authorization: 'Bearer ' + readFileSync(at + 'token'), 'content-type': 'application/json' },
      }, (answer) => answer.pipe(process.stdout));
      request.end(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }));`;
    await core.createNamespacedPod({ namespace, body: pod('caller', program) });
    expect((await untilEnded('caller')).status?.phase).toBe('Succeeded');
    const log = await core.readNamespacedPodLog({ name: 'caller', namespace });
    expect(log).toContain('"username":"system:serviceaccount:default:default"');
  });

  test('a service is reached from here at its ready pod', async () => {
    const program = `require('node:http').createServer((_, answer) => answer.end('hello')).listen(8080)`;
    await core.createNamespacedPod({ namespace, body: pod('server', program) });
    await core.createNamespacedService({
      namespace,
      body: {
        metadata: { name: 'server' },
        spec: { selector: { app: 'server' }, ports: [{ port: 80, targetPort: 'http' }] },
      },
    });
    const url = await cluster.reach({ namespace, name: 'server', port: 80 }, signal);
    const answer = await waitUntil(async () => ({ ready: await (await fetch(url)).text() }), {
      what: 'the server to listen',
      timeoutMs: 10_000,
      signal,
    });
    expect(answer).toBe('hello');
  });

  test('a container over its memory limit is killed by the kernel', async () => {
    const program = `const held = []; for (;;) held.push(Buffer.alloc(1 << 24, 1));`;
    await core.createNamespacedPod({ namespace, body: pod('hog', program, '128Mi') });
    const ended = await untilEnded('hog');
    const state = ended.status?.containerStatuses?.[0]?.state?.terminated;
    expect(state).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
  });

  test('an image that is there is not imported again', async () => {
    // Only the index is left of it: an import would fail.
    const stump = join(cache.folder, 'stump.tar');
    await copyFile(join(cache.folder, 'node.tar'), stump);
    await truncate(stump, 4096);
    await expect(cluster.loadImage(stump, signal)).resolves.toBeUndefined();
  });

  test('the tunables of the host stay as they were', async () => {
    expect(await readTunables()).toEqual(tunablesBefore);
  });

  test('a program that ends is noticed, and named', async () => {
    expect(cluster.lost.aborted).toBe(false);
    const lost = once(cluster.lost, 'abort');
    const owned = await findOwnedProcesses(`${ownNames(cache.env).prefix}${name}`);
    const scheduler = owned.find(({ command }) =>
      command.startsWith('/run/tenantproof/programs/kube-scheduler'),
    );
    process.kill(scheduler?.pid ?? Number.NaN, 'SIGKILL');
    await lost;
    expect(cluster.lost.reason).toMatchObject({
      code: 'node-program-ended',
      message: expect.stringContaining('kube-scheduler') as string,
    });
  });

  test('disposed, it leaves nothing', async () => {
    const nodeIp = new URL(cluster.kube.getCurrentCluster()?.server ?? '').hostname;
    expect(await machineTraces([name, nodeIp])).not.toEqual([]);
    await Promise.all([cluster[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()]);
    expect(await listLeftovers(cache.env)).toEqual([]);
    expect(await machineTraces([name, nodeIp])).toEqual([]);
  });
});
