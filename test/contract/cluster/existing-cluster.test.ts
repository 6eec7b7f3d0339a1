import '../../helpers/one-cluster-at-a-time.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterExistingCluster } from '../../../src/cluster/existing/enter-existing-cluster.ts';
import { forwardService } from '../../../src/cluster/existing/forward-service.ts';
import { neededPermissions, describePermission } from '../../../src/cluster/existing/permissions.ts';
import { readyEndpoint } from '../../../src/cluster/ready-endpoint.ts';
import type { StartedCluster } from '../../../src/cluster/embedded/start-embedded-cluster.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import {
  nodeImage,
  startTestCluster,
  testCache,
  writeNodeImage,
  type TestCache,
} from '../../helpers/embedded-cluster.ts';

const signal = AbortSignal.timeout(180_000);
const namespace = 'default';
const service = { namespace, name: 'web', port: 'http' };

let cache: TestCache;
let cluster: StartedCluster;
let core: CoreV1Api;

beforeAll(async () => {
  cache = await testCache();
  const archive = join(cache.folder, 'node.tar');
  [cluster] = await Promise.all([startTestCluster(cache), writeNodeImage(archive)]);
  await cluster.loadImage(archive, signal);
  core = cluster.kube.makeApiClient(CoreV1Api);
}, 180_000);
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await cache?.[Symbol.asyncDispose]();
});

test('a service is reached through the API server, with many connections at once', async () => {
  const program = `require('http').createServer((q, a) => a.end('at ' + q.url)).listen(8080)`;
  await core.createNamespacedPod({
    namespace,
    body: {
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        automountServiceAccountToken: false,
        containers: [{ name: 'web', image: nodeImage, imagePullPolicy: 'Never', args: ['-e', program] }],
      },
    },
  });
  await core.createNamespacedService({
    namespace,
    body: {
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
  });
  const endpoint = await readyEndpoint(cluster.kube, service, signal);
  await using forwarded = await forwardService(cluster.kube, service, endpoint);
  expect(forwarded.address.hostname).toBe('127.0.0.1');
  const asked = Array.from({ length: 20 }, (_, index) => `/${index}`);
  const answers = await Promise.all(
    asked.map(async (path) => (await fetch(new URL(path, forwarded.address))).text()),
  );
  expect(answers).toEqual(asked.map((path) => `at ${path}`));
});

describe('what we must be allowed to do', () => {
  test('is read from the manifest that an administrator applies', async () => {
    const needed = (await neededPermissions()).map(describePermission);
    expect(needed).toContain('create namespaces');
    expect(needed).toContain('bind clusterroles.rbac.authorization.k8s.io/tenantproof-namespace');
    expect(needed).not.toContain('get secrets');
  });
});

describe('entering', () => {
  const enter = async (kubeconfig: string, context?: string): Promise<unknown> => {
    const runId = `enter-${Math.random().toString(36).slice(2)}`;
    const journal = await openJournal(join(cache.folder, `${runId}.ndjson`), { runId, env: cache.env });
    try {
      return await enterExistingCluster({
        kubeconfig,
        ...(context === undefined ? {} : { context }),
        allow: [],
        runId,
        journal,
        signal,
        progress: silentProgress,
      }).then(
        async (entered) => entered[Symbol.asyncDispose](),
        (error: unknown) => error,
      );
    } finally {
      await journal.close();
    }
  };

  test('a kubeconfig that is not there', async () => {
    expect(await enter('/nowhere/kubeconfig')).toMatchObject({ code: 'bad-kubeconfig' });
  });

  test('a context that it does not have: the valid ones are named', async () => {
    const [context] = cluster.kube.getContexts();
    expect(await enter(cluster.kubeconfigPath, 'production')).toMatchObject({
      code: 'bad-kubeconfig',
      hint: `Its contexts: ${context?.name}.`,
    });
  });

  test('a cluster that does not answer', async () => {
    const kube = new KubeConfig();
    kube.loadFromClusterAndUser(
      { name: 'gone', server: 'http://127.0.0.1:9', skipTLSVerify: false },
      { name: 'nobody' },
    );
    const file = join(cache.folder, 'gone.kubeconfig');
    await writeFile(file, kube.exportConfig());
    expect(await enter(file)).toMatchObject({ code: 'cluster-unreachable' });
  });

  test('as one who may do everything, and leaving again', async () => {
    expect(await enter(cluster.kubeconfigPath)).toBeUndefined();
  });
});
