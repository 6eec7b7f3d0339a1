import { describe, expect, test } from 'vitest';
import { playCompletions } from '../../../src/experiment/steps/completions.ts';
import type { ObservedFact } from '../../../src/model/observation.ts';
import type { CompletionsStep } from '../../../src/model/step.ts';
import { completionsStep, playAgainst } from './play-against.ts';
import { smallServer, type Asked, type SmallServer } from './small-server.ts';

type Completion = Extract<ObservedFact, { kind: 'completion' }>;

const served = JSON.stringify({ usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 } });
const serve = ({ response }: Asked): void => void response.end(served);
const token = 'data: {"choices":[{"delta":{"content":"a"}}],"usage":null}\n\n';
const usage = 'data: {"choices":[],"usage":{"total_tokens":5}}\n\n';

async function completionsOf(server: SmallServer, changes: Partial<CompletionsStep>): Promise<Completion[]> {
  const { context, seen } = playAgainst(server.url);
  await playCompletions(context, completionsStep(changes));
  return seen.filter((fact) => fact.kind === 'completion');
}

async function answerTo(
  answer: (asked: Asked, index: number) => void,
  changes: Partial<CompletionsStep> = {},
): Promise<Completion | undefined> {
  await using server = await smallServer(answer);
  return (await completionsOf(server, changes))[0];
}

describe('a request', () => {
  const askedFor = async (request: Partial<CompletionsStep['request']>): Promise<Asked | undefined> => {
    await using server = await smallServer(serve);
    await completionsOf(server, { request: { promptTokens: 2, maxTokens: 3, ...request } });
    return server.asked[0];
  };

  test("goes to the gateway with the tenant's own key and model", async () => {
    const asked = await askedFor({});
    expect(asked).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer key of tenant-b', 'content-type': 'application/json' },
    });
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({ model: 'small', max_tokens: 3 });
  });

  test('carries further headers, a key that nobody has, or none', async () => {
    const headers = { 'x-tenant-id': 'tenant-a' };
    expect((await askedFor({ headers, apiKey: 'forged' }))?.headers).toMatchObject({
      'x-tenant-id': 'tenant-a',
      authorization: 'Bearer tp-nobody-has-this-key',
    });
    expect((await askedFor({ apiKey: 'none' }))?.headers.authorization).toBeUndefined();
  });

  test('may have a body that is no JSON, and another path', async () => {
    expect(await askedFor({ path: '/v1/completions', body: '{"n":' })).toMatchObject({
      path: '/v1/completions',
      body: '{"n":',
    });
  });
});

describe('an answer', () => {
  test('that is served states what it cost, and no key is recorded', async () => {
    const seen = await answerTo(({ response }) => {
      response.setHeader('x-ratelimit-remaining-tokens', '95').setHeader('x-cache', 'miss');
      response.setHeader('set-cookie', 'secret').end(served);
    });
    expect(seen).toEqual({
      kind: 'completion',
      step: 'burst',
      as: 'tenant-b',
      tokensAsked: 5,
      httpStatus: 200,
      errorCode: '',
      retryAfter: null,
      tokensUsed: 5,
      tokensStreamed: 0,
      hungUp: false,
      firstByteMs: expect.any(Number),
      durationMs: expect.any(Number),
      headers: { 'x-ratelimit-remaining-tokens': '95', 'x-cache': 'miss' },
    });
    expect(JSON.stringify(seen)).not.toContain('key of');
  });

  test('that refuses states why, and when to come back', async () => {
    const seen = await answerTo(({ response }) =>
      response
        .writeHead(429, { 'retry-after': '3' })
        .end(JSON.stringify({ error: { message: 'Limit', code: 'rate_limit_exceeded' } })),
    );
    expect(seen).toMatchObject({
      httpStatus: 429,
      errorCode: 'rate_limit_exceeded',
      retryAfter: '3',
      tokensUsed: null,
    });
  });

  test.each(['', 'Bad Gateway', 'null', '{"error":{"code":null}}'])(
    'with a body of %j says nothing of its cost',
    async (body) => {
      const seen = await answerTo(({ response }) => response.writeHead(502).end(body));
      expect(seen).toMatchObject({ httpStatus: 502, errorCode: '', tokensUsed: null, tokensStreamed: 0 });
    },
  );

  test('that never comes is none', async () => {
    const seen = await answerTo(({ response }) => response.destroy());
    expect(seen).toMatchObject({ httpStatus: 0, hungUp: false, firstByteMs: null, tokensStreamed: 0 });
  });

  test('that breaks off is none, though it had begun', async () => {
    const seen = await answerTo(({ response }) => response.write(token, () => response.destroy()));
    expect(seen).toMatchObject({ httpStatus: 0, hungUp: false, tokensUsed: null });
  });
});

describe('a stream', () => {
  const stream = { request: { promptTokens: 2, maxTokens: 3, stream: true } };

  test('is counted token by token, and its last event states the usage', async () => {
    const seen = await answerTo(({ response }) => {
      response.write(token.repeat(3));
      response.end(`${usage}data: [DONE]\n\n`);
    }, stream);
    expect(seen).toMatchObject({ httpStatus: 200, tokensStreamed: 3, tokensUsed: 5, hungUp: false });
  });

  test('is counted right when an event comes in two pieces, also to a client that reads slowly', async () => {
    const seen = await answerTo(
      ({ response }) => {
        const whole = `${token.repeat(2)}${usage}`;
        const middle = token.length + 9;
        response.write(whole.slice(0, middle), () => setImmediate(() => response.end(whole.slice(middle))));
      },
      { ...stream, readDelayMs: 1 },
    );
    expect(seen).toMatchObject({ tokensStreamed: 2, tokensUsed: 5 });
  });

  test('that states no usage has a cost that nobody knows', async () => {
    const seen = await answerTo(({ response }) => response.end(`${token}data: [DONE]\n\n`), stream);
    expect(seen).toMatchObject({ tokensStreamed: 1, tokensUsed: null });
  });

  test('ends with an error where the engine fails', async () => {
    const error = 'data: {"error":{"code":"engine_error"}}\n\n';
    const seen = await answerTo(({ response }) => response.end(`${token}${error}`), stream);
    expect(seen).toMatchObject({ httpStatus: 200, errorCode: 'engine_error' });
  });
});

describe('a client that hangs up', () => {
  test('after some tokens leaves a stream that would go on, and the server sees it go', async () => {
    const gone = Promise.withResolvers<void>();
    const seen = await answerTo(
      ({ response }) => {
        const next = (): void => void (response.destroyed || response.write(token, next));
        response.on('close', gone.resolve);
        next();
      },
      { request: { promptTokens: 2, maxTokens: 1e6, stream: true }, hangUp: { afterTokens: 2 } },
    );
    await gone.promise;
    expect(seen).toMatchObject({ httpStatus: 200, hungUp: true, tokensUsed: null });
    expect(seen?.tokensStreamed).toBeGreaterThanOrEqual(2);
  });

  test('after a while has no answer, and is no broken connection', async () => {
    const seen = await answerTo(() => {}, { hangUp: { afterMs: 20 } });
    expect(seen).toMatchObject({ httpStatus: 0, hungUp: true });
  });
});

describe('many requests', () => {
  test('are open at the same time, as many as the step says and no more', async () => {
    const open: Asked[] = [];
    let most = 0;
    await using server = await smallServer((asked, index) => {
      most = Math.max(most, open.push(asked));
      // Answers only when two wait: were they sent one by one, none would ever be answered.
      if (open.length === 2 || index === 5) for (const one of open.splice(0)) serve(one);
    });
    expect(await completionsOf(server, { count: 6, atOnce: 2 })).toHaveLength(6);
    expect(most).toBe(2);
  });

  test('have prompts of their own where the step wants that', async () => {
    await using server = await smallServer(serve);
    await completionsOf(server, {
      count: 3,
      atOnce: 3,
      request: { promptTokens: 8, maxTokens: 1, distinct: true },
    });
    expect(new Set(server.asked.map(({ body }) => body)).size).toBe(3);
  });
});

describe('a step that starts with an allowance', () => {
  const left = ({ response }: Asked, tokens: number, requests: number): void =>
    void response
      .setHeader('x-ratelimit-remaining-tokens', tokens)
      .setHeader('x-ratelimit-remaining-requests', requests)
      .writeHead(400)
      .end('{}');

  test('waits for it, records what was left, and then begins', async () => {
    await using server = await smallServer((asked, index) => {
      if (index === 0) left(asked, 100, 1);
      else if (index === 1) left(asked, 100, 7);
      else serve(asked);
    });
    const { context, seen } = playAgainst(server.url);
    await playCompletions(context, completionsStep({ startAt: { tokens: 90, requests: 5 } }));
    expect(server.asked.map(({ body }) => body).slice(0, 2)).toEqual(['{}', '{}']);
    expect(seen).toMatchObject([
      { kind: 'token-bucket', tenant: 'tenant-b', remainingTokens: 100 },
      { kind: 'completion', httpStatus: 200 },
    ]);
  });

  test.each<[string, (asked: Asked) => void, string]>([
    ['never comes', (asked) => left(asked, 10, 7), '10 tokens and 7 requests left'],
    ['nobody tells', serve, 'NaN tokens and NaN requests left'],
  ])('begins nothing where it %s, and says what was left', async (_what, answer, words) => {
    await using server = await smallServer(answer);
    const { context, seen } = playAgainst(server.url, { settleSeconds: 0.2 });
    await expect(playCompletions(context, completionsStep({ startAt: { tokens: 90 } }))).rejects.toThrow(
      words,
    );
    expect(seen).toEqual([]);
  });
});

test('an interrupted step ends with the cause, and records no answer that was cut', async () => {
  const interruption = new AbortController();
  await using server = await smallServer(() => interruption.abort(new Error('Ctrl-C')));
  const { context, seen } = playAgainst(server.url, { signal: interruption.signal });
  await expect(playCompletions(context, completionsStep())).rejects.toThrow('Ctrl-C');
  expect(seen).toEqual([]);
});

test('a server that is not there is no answer', async () => {
  const server = await smallServer(serve);
  await server[Symbol.asyncDispose]();
  expect(await completionsOf(server, {})).toMatchObject([{ httpStatus: 0, hungUp: false }]);
});
