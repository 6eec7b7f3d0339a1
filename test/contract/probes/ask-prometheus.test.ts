import { expect, test } from 'vitest';
import { askPrometheus } from '../../../src/experiment/engine-metrics/ask-prometheus.ts';
import { reasonOf } from '../../../src/experiment/probes/prometheus.ts';
import { smallServer, type Asked, type SmallServer } from '../steps/small-server.ts';

const token = 'hunter2-Zq9f8e7d6c5b4a';
const { signal } = new AbortController();

const answers =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  ({ response }: Asked): void =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

const causeAt = async ({ url }: SmallServer, withinMs = 5000): Promise<string> => {
  const asked = askPrometheus({ url: `${url.origin}/team`, token }, { withinMs, signal });
  return asked.instantQuery('up').then(
    () => 'answered',
    (failure: unknown) => reasonOf(failure),
  );
};

test('it gets its token, and nothing but reading', async () => {
  await using server = await smallServer(
    answers(200, '{"status":"success","data":{"resultType":"vector","result":[]}}'),
  );
  expect(await causeAt(server)).toBe('answered');
  expect(server.asked).toMatchObject([
    { method: 'GET', path: '/team/api/v1/query?query=up', headers: { authorization: `Bearer ${token}` } },
  ]);
});

test.each([
  [401, `{"error":"${token} is not known"}`, 'it answers with 401'],
  [500, token, 'it answers with 500'],
  [400, `{"status":"error","errorType":"bad_data","error":"${token}"}`, 'it answers with 400'],
  [200, '<!doctype html>', 'it does not answer as Prometheus does'],
  [200, `{"status":"error","error":"${token}"}`, 'it does not answer as Prometheus does'],
])('%d %s: why, in words that have no secret', async (status, body, cause) => {
  await using server = await smallServer(answers(status, body));
  expect(await causeAt(server)).toBe(cause);
});

test('a redirect is not followed', async () => {
  await using elsewhere = await smallServer(answers(200, '{}'));
  await using server = await smallServer(answers(302, '', { location: elsewhere.url.href }));
  expect(await causeAt(server)).toBe('it answers with 302: it points elsewhere, and that is not followed');
  expect(elsewhere.asked).toEqual([]);
});

test('an answer that never ends is not waited for', async () => {
  await using server = await smallServer(({ response }) => void response.writeHead(200).write('{'));
  expect(await causeAt(server, 300)).toBe('no answer within 0.3 s');
});

test('an answer without end is not read', async () => {
  const line = 'x'.repeat(1024 * 1024);
  await using server = await smallServer(({ response }) => {
    const more = (): void => {
      while (!response.destroyed && response.write(line));
    };
    response.on('drain', more);
    more();
  });
  expect(await causeAt(server)).toContain('maxContentLength');
});
