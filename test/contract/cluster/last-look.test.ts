import type { KubeConfig } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { lastLook } from '../../../src/cluster/last-look.ts';
import { EnvironmentError } from '../../../src/model/errors.ts';
import { answeringApiServer } from './answering-api-server.ts';

/** An API server that answers each call with the next status, and in the end with the last. */
async function answering(
  ...statuses: number[]
): Promise<AsyncDisposable & { kube: KubeConfig; calls: () => number }> {
  let calls = 0;
  const server = await answeringApiServer((_, answer) => {
    const status = statuses[Math.min(calls++, statuses.length - 1)] ?? 500;
    answer.writeHead(status, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(status === 200 ? { gitVersion: 'v1.37.2' } : { message: 'no leader' }));
  });
  return { ...server, calls: () => calls };
}

const here = new AbortController().signal;

it.each([
  ['answers', [200], 1],
  ['answers the second time', [500, 200], 2],
] as const)('finds a cluster that %s', async (_what, statuses, calls) => {
  await using server = await answering(...statuses);
  await lastLook({ kube: server.kube, lost: here });
  expect(server.calls()).toBe(calls);
});

it('tells of one that answers no more', async () => {
  await using server = await answering(500);
  await expect(lastLook({ kube: server.kube, lost: here })).rejects.toMatchObject({
    code: 'cluster-unreachable',
    message: expect.stringMatching(/answers 500: no leader$/),
  });
  expect(server.calls()).toBe(2);
});

it('asks nothing of one that is known to be lost', async () => {
  await using server = await answering(200);
  const reason = new EnvironmentError('The node was deleted', { code: 'node-deleted' });
  await expect(lastLook({ kube: server.kube, lost: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(server.calls()).toBe(0);
});
