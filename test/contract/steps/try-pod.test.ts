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
  /** What the quotas count, each time that they are read, and the last from then on; absent: they may not be read. */
  used?: readonly string[];
  /** What the pod's metadata gets. */
  stored?: object;
  beyond?: number;
}

interface Played {
  seen: readonly ObservedFact[];
  asked: readonly string[];
  created: readonly KubeManifest[];
}

/** One pod tried against a stand-in for an API server, with what is left of four GPUs and one more. */
async function tryOne({ used, stored = {}, beyond = 1 }: Answers): Promise<Played> {
  let reads = 0;
  const counted = (): object => {
    const now = used?.[Math.min(reads++, used.length - 1)];
    return { items: [{ status: { hard: {}, used: { 'requests.nvidia.com/gpu': now } } }] };
  };
  await using server = await smallServer(({ path: asked, response, body }) => {
    const json = (status: number, value: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const path = new URL(asked, 'http://host').pathname;
    if (path === '/api/v1') return json(200, resources);
    if (path === quotas) return used === undefined ? json(403, {}) : json(200, counted());
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
    { kind: 'try-pod', id: 'over', tenant: context.plan.aggressor, resource: 'gpus', promised: 4, beyond },
  );
  return { seen, created, asked: server.asked.map(({ path }) => path).filter((path) => path.includes(pods)) };
}

test('what is asked is a dry run, with what quotas count before and after', async () => {
  const { seen, asked, created } = await tryOne({ used: ['3'] });
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

test.each([
  [
    'who came or went meanwhile is counted in a second try',
    ['3', '1'],
    1,
    2,
    { asked: '4', usedBefore: '1' },
  ],
  ['a namespace that never rests is tried five times', '0123010123'.split(''), 1, 5, { usedBefore: '2' }],
  ['a pod within the promise waits until something is left', ['4', '4', '1'], 0, 1, { asked: '3' }],
])('%s', async (...[, used, beyond, tries, noted]) => {
  const { seen, asked } = await tryOne({ used, beyond });
  expect(asked).toHaveLength(tries);
  expect(seen.filter(({ kind }) => kind === 'api-call')).toMatchObject([{ noted }]);
});

test('a pod that was made all the same is a fault, and is removed with the arm', async () => {
  const { seen, created, asked } = await tryOne({ used: ['0', '2'], stored: { resourceVersion: '7' } });
  expect(seen.at(-1)).toMatchObject({ kind: 'fault', cause: expect.stringContaining('made the pod') });
  expect(asked).toHaveLength(1);
  expect(created).toMatchObject([{ kind: 'Pod', metadata: { namespace: 'tenant-b' } }]);
});
