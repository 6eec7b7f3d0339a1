import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { readTokenStream, type TokenCall } from '../../../src/experiment/probes/read-token-stream.ts';
import type { TokenStream } from '../../../src/model/token-stream.ts';
import { startStack } from '../reference-stack/loopback-stack.ts';
import { smallServer } from '../steps/small-server.ts';

const call = (url: string | URL, changes: Partial<TokenCall> = {}): TokenCall => ({
  url: new URL('/v1/chat/completions', url).href,
  apiKey: 'key-a',
  body: JSON.stringify({
    model: 'llama-3-8b',
    stream: true,
    max_tokens: 20,
    messages: [{ role: 'user', content: 'A story, please.' }],
  }),
  maxTokens: 20,
  tokenWithinMs: 10_000,
  signal: AbortSignal.timeout(30_000),
  ...changes,
});

const sum = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

test('of an engine behind a gateway, every token is seen when it comes', async () => {
  await using stack = await startStack({ engineEnv: { STEP_MS: '10' } });
  const seen = await readTokenStream(call(stack.url));
  expect(seen).toMatchObject({ httpStatus: 200, end: 'complete', cause: '', tokensStated: null });
  expect(seen.gapsMs).toHaveLength(19);
  // A step may be late, and the next is on time then; 19 together are not early.
  expect(sum(seen.gapsMs)).toBeGreaterThan(150);
  expect(seen.firstTokenMs).toBeGreaterThan(5);
  expect((seen.firstTokenMs ?? 0) + sum(seen.gapsMs)).toBeLessThanOrEqual(seen.durationMs + 0.1);
  expect(seen.reads).toBeGreaterThan(1);
  expect(await stack.metric('gateway', 'tenant_requests_total{tenant_id="tenant-a",status="200"}')).toBe(1);
});

test('tokens are told by their own account too', async () => {
  await using stack = await startStack();
  const body = JSON.stringify({
    model: 'llama-3-8b',
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 4,
    prompt: 'A story, please.',
  });
  const url = new URL('/v1/completions', stack.url).href;
  const seen = await readTokenStream(call(stack.url, { url, body }));
  expect(seen).toMatchObject({ end: 'complete', tokensStated: 4 });
  expect(seen.gapsMs).toHaveLength(3);
});

test.each([
  ['a key that nobody has', { apiKey: 'nobody' }, 401],
  ['a body that is none', { body: '{' }, 400],
])('%s is refused', async (_what, changes, status) => {
  await using stack = await startStack();
  expect(await readTokenStream(call(stack.url, changes))).toMatchObject({
    httpStatus: status,
    end: 'refused',
    cause: `HTTP ${status}`,
    firstTokenMs: null,
    gapsMs: [],
    reads: 0,
  });
});

const token = (text: string): string => `data: {"choices":[{"index":0,"delta":{"content":"${text}"}}]}\n\n`;
const begin = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });

/** What is seen of a server that answers like this. */
async function seenOf(
  answer: (response: ServerResponse) => void,
  changes: Partial<TokenCall> = {},
): Promise<TokenStream> {
  await using server = await smallServer(({ response }) => answer(response));
  return await readTokenStream(call(server.url, changes));
}

test('tokens that come in one piece have no time between them', async () => {
  const seen = await seenOf((response) =>
    begin(response).end(`${token('a')}${token('b')}${token('c')}data: [DONE]\n\n`),
  );
  expect(seen).toMatchObject({ end: 'complete', gapsMs: [0, 0], reads: 1 });
});

test('an answer without a token is complete', async () => {
  expect(await seenOf((response) => begin(response).end('data: [DONE]\n\n'))).toMatchObject({
    end: 'complete',
    firstTokenMs: null,
    gapsMs: [],
  });
});

test('a server that stalls is given up, and what came before is kept', async () => {
  const seen = await seenOf((response) => begin(response).write(`${token('a')}${token('b')}`), {
    tokenWithinMs: 100,
  });
  expect(seen).toMatchObject({ end: 'stalled', cause: 'the next token did not come', gapsMs: [0] });
});

test('comments keep no stream alive in which no token comes', async () => {
  const seen = await seenOf(
    (response) => {
      begin(response).write(token('a'));
      const timer = setInterval(() => response.write(': still here\n\n'), 5);
      response.on('close', () => clearInterval(timer));
    },
    { tokenWithinMs: 100 },
  );
  expect(seen.end).toBe('stalled');
});

test('a server that never answers is given up', async () => {
  expect(await seenOf(() => {}, { tokenWithinMs: 100 })).toMatchObject({ end: 'stalled', httpStatus: 0 });
});

test('a server that is not there refuses', async () => {
  const server = await smallServer(() => {});
  await server[Symbol.asyncDispose]();
  expect(await readTokenStream(call(server.url))).toMatchObject({
    httpStatus: 0,
    end: 'refused',
    cause: 'ECONNREFUSED',
  });
});

test.each<[string, (response: ServerResponse) => void, string]>([
  [
    'cuts the connection',
    (response) => void response.write(token('b'), () => response.destroy()),
    'UND_ERR_SOCKET',
  ],
  [
    'ends too soon',
    (response) => void response.end(token('b')),
    'it ended without saying that it was complete',
  ],
  [
    'tells of an error',
    (response) => void response.write(`${token('b')}data: {"error":{"message":"gone"}}\n\n`),
    'an error in the stream',
  ],
])('a server that %s has broken off', async (_what, go, cause) => {
  const seen = await seenOf((response) => {
    begin(response).write(token('a'));
    go(response);
  });
  expect(seen).toMatchObject({ httpStatus: 200, end: 'broken-off', cause });
  expect(seen.firstTokenMs).not.toBeNull();
});

test.each<[string, (response: ServerResponse) => void]>([
  ['a page', (response) => void response.writeHead(200).end('<html>Please log in</html>')],
  ['an answer in one piece', (response) => void response.writeHead(200).end('{"choices":[]}')],
  ['nothing', (response) => void response.writeHead(200).end()],
  ['events of another kind', (response) => void begin(response).write('data: hello\n\n')],
  [
    'events in which something else stands',
    (response) => void begin(response).write('data: {"choices":1}\n\n'),
  ],
  ['bytes without end', (response) => void begin(response).write('\u0000'.repeat(200_000))],
])('a server that sends %s is not understood', async (_what, answer) => {
  expect(await seenOf(answer)).toMatchObject({ httpStatus: 200, end: 'garbled', gapsMs: [] });
});

test('a stream without end is cut where more comes than was asked for', async () => {
  let left = false;
  const seen = await seenOf(
    (response) => {
      begin(response);
      const timer = setInterval(() => response.write(token('a')), 1);
      response.on('close', () => {
        clearInterval(timer);
        left = true;
      });
    },
    { maxTokens: 5 },
  );
  expect(seen.end).toBe('cut');
  expect(seen.gapsMs.length).toBeGreaterThanOrEqual(5);
  expect(left || seen.gapsMs.length < 200).toBe(true);
});

test('when the arm is over we hang up, and that is no failure', async () => {
  const over = new AbortController();
  const seen = await seenOf(
    (response) => begin(response).write(token('a'), () => setImmediate(() => over.abort())),
    { signal: over.signal },
  );
  expect(seen.end).toBe('stopped');
});

test('a server that says that all is said and does not hang up has answered', async () => {
  const seen = await seenOf(
    (response) => begin(response).write(`${token('a')}${token('b')}data: [DONE]\n\n`),
    { tokenWithinMs: 100 },
  );
  expect(seen).toMatchObject({ end: 'complete', gapsMs: [0] });
});
