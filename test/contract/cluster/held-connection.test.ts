import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { holdConnection } from '../../../src/cluster/held-connection.ts';
import { answeringApiServer } from './answering-api-server.ts';

interface Answering extends AsyncDisposable {
  kube: KubeConfig;
  /** Paths of what was asked for. */
  asked: string[];
  /** So many connections were opened. */
  opened: (count: number) => Promise<void>;
}

/** An API server that does with the n-th connection what the n-th says, and in the end what the last says. */
async function answering(...each: ((answer: ServerResponse) => void)[]): Promise<Answering> {
  const asked: string[] = [];
  const calls = new EventEmitter();
  const server = await answeringApiServer((request, answer) => {
    asked.push(request.url ?? '');
    each[Math.min(asked.length, each.length) - 1]?.(answer);
    calls.emit('call');
  });
  return {
    ...server,
    asked,
    opened: async (count) => {
      while (asked.length < count) await once(calls, 'call');
    },
  };
}

const event = `${JSON.stringify({ type: 'ADDED', object: { kind: 'Node' } })}\n`;
const hold = (answer: ServerResponse): void => void answer.writeHead(200).write(event);
const endInOrder = (answer: ServerResponse): void => void answer.writeHead(200).end(event);
const refuse = (answer: ServerResponse): void => void answer.writeHead(429).end();
const breakOff = (answer: ServerResponse): void => {
  answer.writeHead(200).write(event, () => answer.destroy());
};

it('tells of an API server that breaks the connection off', async () => {
  await using server = await answering(breakOff);
  const { lost } = holdConnection(server.kube, '/api/v1/nodes');
  await once(lost, 'abort');
  expect(lost.reason).toMatchObject({
    code: 'api-server-lost',
    message: expect.stringMatching(/^The API server was killed or cut off: a connection to it broke \(.+\)$/),
  });
  expect(server.asked).toEqual(['/api/v1/nodes?watch=true&timeoutSeconds=20']);
});

it('opens another for one that ended in order and one that was refused, and tells of the one that breaks', async () => {
  await using server = await answering(endInOrder, refuse, breakOff);
  const { lost } = holdConnection(server.kube, '/api/v1/nodes');
  await once(lost, 'abort');
  expect(server.asked).toHaveLength(3);
});

it('tells of an API server that is gone when another connection is to be opened', async () => {
  const server = await answering(endInOrder);
  const { lost } = holdConnection(server.kube, '/api/v1/nodes');
  await server.opened(1);
  await server[Symbol.asyncDispose]();
  await once(lost, 'abort');
  expect(lost.reason).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
});

it('hangs up when it is to stop, and takes that for no loss', async () => {
  const hungUp = Promise.withResolvers<void>();
  await using server = await answering((answer) => {
    hold(answer);
    answer.on('close', () => hungUp.resolve());
  });
  const connection = holdConnection(server.kube, '/api/v1/nodes');
  await server.opened(1);
  connection.stop();
  await hungUp.promise;
  expect(connection.lost.aborted).toBe(false);
});
