import { expect, test } from 'vitest';
import { knock } from '../../../src/experiment/knock.ts';
import type { Spending } from '../../../src/model/target.ts';
import { attachEndpoint } from '../../../src/stack/endpoint/attach-endpoint.ts';
import { smallServer, type SmallServer } from '../steps/small-server.ts';

const tenants = [
  { name: 'team-a', model: 'small' },
  { name: 'team-b', model: 'large' },
];
const keys = new Map([
  ['team-a', 'key-of-a'],
  ['team-b', 'key-of-b'],
]);

async function knockAt(
  { url }: Pick<SmallServer, 'url'>,
  signal: AbortSignal,
  spend: (spending: Spending) => void = () => {},
): Promise<void> {
  await knock(attachEndpoint({ endpoint: url.href, keys, spend, turn: async () => {} }), tenants, signal);
}

test('each tenant asks for its own model once, with its own key, and pays for it before', async ({
  signal,
}) => {
  const spent: Spending[] = [];
  await using server = await smallServer(({ response }) => void response.end('{}'));
  await knockAt(server, signal, (spending) => void spent.push(spending));
  const seen = server.asked.map(({ path, headers, body }) => [
    path,
    headers.authorization,
    (JSON.parse(body) as { model: string }).model,
  ]);
  expect(seen).toEqual([
    ['/v1/chat/completions', 'Bearer key-of-a', 'small'],
    ['/v1/chat/completions', 'Bearer key-of-b', 'large'],
  ]);
  expect(spent.map(({ requests }) => requests)).toEqual([1, 1]);
});

test.each([
  [401, /team-a for the model small with 401/, /key/],
  [404, /with 404/, /target\.endpoint/],
  [500, /with 500/, /serves a single request/],
  [302, /with 302/, /points elsewhere/],
])(
  'a gateway that answers %d: the run does not begin, and no other host is asked',
  async (status, message, hint) => {
    const { signal } = new AbortController();
    await using elsewhere = await smallServer(({ response }) => void response.end('{}'));
    await using server = await smallServer(
      ({ response }) => void response.writeHead(status, { location: elsewhere.url.href }).end(),
    );
    const knocking = knockAt(server, signal);
    await expect(knocking).rejects.toThrow(message);
    await expect(knocking).rejects.toMatchObject({
      code: 'endpoint-refuses',
      hint: expect.stringMatching(hint),
    });
    expect(elsewhere.asked).toEqual([]);
  },
);

test('a limit that is used up is waited for, as long as the gateway says', async ({ signal }) => {
  await using server = await smallServer(({ response }, index) =>
    index === 0 ? void response.writeHead(429, { 'retry-after': '1' }).end() : void response.end('{}'),
  );
  const fromMs = performance.now();
  await knockAt(server, signal);
  expect(server.asked).toHaveLength(3);
  expect(performance.now() - fromMs).toBeGreaterThan(900);
});

test('one that stays used up is tried four times and no more', async ({ signal }) => {
  await using server = await smallServer(
    ({ response }) => void response.writeHead(429, { 'retry-after': '0' }).end(),
  );
  await expect(knockAt(server, signal)).rejects.toThrow(/with 429/);
  expect(server.asked).toHaveLength(4);
});

test('what does not answer is named, with the cause', async ({ signal }) => {
  const gone = await smallServer(() => {});
  await gone[Symbol.asyncDispose]();
  await expect(knockAt(gone, signal)).rejects.toThrow(/does not answer: connect ECONNREFUSED/);
});

test('a budget that is spent sends nothing', async ({ signal }) => {
  await using server = await smallServer(({ response }) => void response.end('{}'));
  const spentAll = (): void => {
    throw new Error('the budget is spent');
  };
  await expect(knockAt(server, signal, spentAll)).rejects.toThrow('the budget is spent');
  expect(server.asked).toEqual([]);
});
