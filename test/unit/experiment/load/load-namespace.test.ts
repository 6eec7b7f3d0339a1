import { KubeConfig } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { openLoadNamespace } from '../../../../src/experiment/load/pods/load-namespace.ts';
import { smallServer, type SmallServer } from '../../../contract/steps/small-server.ts';

type Labels = Record<string, string>;

const ours = { 'app.kubernetes.io/managed-by': 'tenantproof' };
const ofRun = (run: string): Labels => ({ ...ours, 'tenantproof.dev/run': run });

/** As much of an API server as the namespace needs; one that is deleted is gone at the second look. */
async function apiServer(there?: Labels): Promise<SmallServer> {
  let stored = there && {
    metadata: { name: 'tenantproof-load', labels: there },
    status: { phase: 'Active' },
  };
  return smallServer(({ method, path, body, response }) => {
    const answer = (status: number, value: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (path.endsWith('/serviceaccounts/default')) return answer(200, { metadata: { name: 'default' } });
    if (method === 'POST') {
      if (stored) return answer(409, { kind: 'Status', reason: 'AlreadyExists' });
      const { metadata } = JSON.parse(body) as { metadata: { name: string; labels: Labels } };
      stored = { metadata, status: { phase: 'Active' } };
      return answer(201, stored);
    }
    if (method === 'DELETE') {
      stored = undefined;
      return answer(200, { kind: 'Status', status: 'Success' });
    }
    return stored ? answer(200, stored) : answer(404, { kind: 'Status', reason: 'NotFound' });
  });
}

function kubeOf({ url }: SmallServer): KubeConfig {
  const kube = new KubeConfig();
  kube.loadFromClusterAndUser({ name: 'small', server: url.origin, skipTLSVerify: true }, { name: 'me' });
  return kube;
}

const open = (server: SmallServer, guest?: { runId: string }): Promise<AsyncDisposable> =>
  openLoadNamespace(
    {
      cluster: {
        kube: kubeOf(server),
        ...(guest ? { guest: { ...guest, expiresAt: new Date(0), allow: [], user: 'me' } } : {}),
      },
      runId: 'this-run',
    },
    AbortSignal.timeout(10_000),
  );

const changes = ({ asked }: SmallServer): string[] =>
  asked.map(({ method }) => method).filter((method) => method !== 'GET');
const labelsMade = ({ asked }: SmallServer): unknown =>
  asked
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => (JSON.parse(body) as { metadata: { labels: Labels } }).metadata.labels)
    .at(-1);

test('on a cluster of our own it carries the label of the run, and goes with the run', async () => {
  await using server = await apiServer();
  const namespace = await open(server);
  expect(labelsMade(server)).toEqual(ofRun('this-run'));
  await namespace[Symbol.asyncDispose]();
  expect(changes(server)).toEqual(['POST', 'DELETE']);
});

test.each([
  ['a run before us', ofRun('a-run-before')],
  ['a version of us that set no run label', ours],
])('that of %s is removed first, since nobody else runs on a cluster of our own', async (_whose, labels) => {
  await using server = await apiServer(labels);
  await using namespace = await open(server);
  void namespace;
  expect(changes(server)).toEqual(['POST', 'DELETE', 'POST']);
  expect(labelsMade(server)).toEqual(ofRun('this-run'));
});

test('one that this run made already, though no answer came, is taken as it is', async () => {
  await using server = await apiServer(ofRun('this-run'));
  await using namespace = await open(server);
  void namespace;
  expect(changes(server)).toEqual(['POST']);
});

test.each([
  ['of somebody else', undefined, {}],
  ['of another run on a cluster that others use too', { runId: 'this-run' }, ofRun('another-run')],
])('one %s is refused and stays', async (_whose, guest, labels) => {
  await using server = await apiServer(labels);
  await expect(open(server, guest)).rejects.toMatchObject({ code: 'namespace-taken' });
  expect(changes(server)).toEqual(['POST']);
});
