import { KubeConfig } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { playStep } from '../../../src/experiment/steps/play-step.ts';
import type { ObservedFact } from '../../../src/model/observation.ts';
import type { KubeManifest } from '../../../src/model/step.ts';
import { playAgainst } from './play-against.ts';
import { smallServer } from './small-server.ts';

const quotas = '/api/v1/namespaces/tenant-b/resourcequotas';
const pods = '/api/v1/namespaces/tenant-b/pods';
const podResource = { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['create'] };
const resources = { kind: 'APIResourceList', groupVersion: 'v1', resources: [podResource] };

interface Answers {
  /** Of the quotas; absent: they may not be read. */
  used?: string;
  /** What the pod's metadata gets. */
  stored?: object;
}

interface Played {
  seen: readonly ObservedFact[];
  asked: readonly string[];
  created: readonly KubeManifest[];
}

/** One pod tried against a stand-in for an API server, with what is left of four GPUs and one more. */
async function tryOne({ used, stored = {} }: Answers): Promise<Played> {
  const counted = { status: { hard: {}, used: { 'requests.nvidia.com/gpu': used } } };
  await using server = await smallServer(({ path: asked, response, body }) => {
    const json = (status: number, value: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const path = new URL(asked, 'http://host').pathname;
    if (path === '/api/v1') return json(200, resources);
    if (path === quotas) return used === undefined ? json(403, {}) : json(200, { items: [counted] });
    const pod = JSON.parse(body) as { metadata: object };
    return json(201, { ...pod, metadata: { ...pod.metadata, ...stored } });
  });
  const kube = new KubeConfig();
  kube.loadFromClusterAndUser(
    { name: 'c', server: server.url.href.replace(/\/$/, ''), skipTLSVerify: true },
    { name: 'u' },
  );
  const { context, seen } = playAgainst(server.url);
  const stack = { ...context.stack, kube, tenant: () => ({ apiKey: '', kube }) };
  const created: KubeManifest[] = [];
  await playStep(
    { ...context, stack, created },
    { kind: 'try-pod', id: 'over', as: 'aggressor', resource: 'gpus', promised: 4, beyond: 1 },
  );
  return { seen, created, asked: server.asked.map(({ path }) => path).filter((path) => path.includes(pods)) };
}

test('what is asked is a dry run, with what quotas count before and after', async () => {
  const { seen, asked, created } = await tryOne({ used: '3' });
  expect(asked).toEqual([`${pods}?dryRun=All`]);
  expect(seen[0]).toMatchObject({
    kind: 'api-call',
    as: 'tenant-b',
    httpStatus: 201,
    noted: { asked: '2', given: '2', usedBefore: '3', usedAfter: '3' },
  });
  expect(created).toEqual([]);
});

test('where quotas may not be read, all of the promise is taken to be left', async () => {
  const { seen } = await tryOne({});
  expect(seen[0]).toMatchObject({ noted: { asked: '5', given: '5' } });
  expect(seen[0]).not.toHaveProperty('noted.usedBefore');
});

test('a pod that was made all the same is a fault, and is removed with the arm', async () => {
  const { seen, created } = await tryOne({ used: '0', stored: { resourceVersion: '7' } });
  expect(seen.at(-1)).toMatchObject({ kind: 'fault', cause: expect.stringContaining('made the pod') });
  expect(created).toMatchObject([{ kind: 'Pod', metadata: { namespace: 'tenant-b' } }]);
});
