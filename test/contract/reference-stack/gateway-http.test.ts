import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { smallRequest, startStack } from './loopback-stack.ts';

const limitHeaders = ['limit', 'remaining', 'reset'].flatMap((what) => [
  `x-ratelimit-${what}-requests`,
  `x-ratelimit-${what}-tokens`,
]);

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return { status: response.status, ...error };
}

describe('gateway over HTTP', () => {
  it('answers a completion with usage and the limits that remain', async () => {
    await using stack = await startStack();
    const response = await stack.complete();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'text_completion',
      model: 'llama-3-8b',
      choices: [{ finish_reason: 'length' }],
      usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
    });
    for (const name of limitHeaders) expect(response.headers.get(name)).toMatch(/^[\d.]+s?$/);
  });

  it('answers a chat, whole and streamed', async () => {
    await using stack = await startStack();
    const chat = { model: 'llama-3-8b', messages: [{ role: 'user', content: 'hi' }], max_tokens: 3 };
    const path = '/v1/chat/completions';
    const whole = await stack.complete({ path, body: chat });
    expect(await whole.json()).toMatchObject({ choices: [{ message: { role: 'assistant' } }] });
    const streamed = await stack.complete({ path, body: { ...chat, stream: true } });
    expect(streamed.headers.get('content-type')).toBe('text/event-stream');
    const events = (await streamed.text()).split('\n\n').filter((event) => event !== '');
    expect(events).toHaveLength(4);
    expect(events.at(-1)).toBe('data: [DONE]');
    expect(JSON.parse(events[2]?.slice('data: '.length) ?? '')).toMatchObject({
      choices: [{ finish_reason: 'length' }],
    });
  });

  it('lists the models of the caller', async () => {
    await using stack = await startStack();
    const response = await fetch(`${stack.url}/v1/models`, { headers: { authorization: 'Bearer key-a' } });
    expect(await response.json()).toMatchObject({ data: [{ id: 'llama-3-8b', owned_by: 'tenant-a' }] });
    expect((await fetch(`${stack.url}/v1/models`)).status).toBe(401);
  });

  it.each([
    ['no key', { headers: { authorization: '' } }, 401, 'invalid_api_key', null],
    ['a wrong key', { key: 'key-c' }, 401, 'invalid_api_key', null],
    [
      'a wrong key and a header that names a tenant',
      { key: 'x', headers: { 'x-tenant-id': 'tenant-a' } },
      401,
      'invalid_api_key',
      null,
    ],
    [
      "a model that is not the tenant's",
      { body: { ...smallRequest, model: 'gpt-5' } },
      404,
      'model_not_found',
      'model',
    ],
    ['a body that is not JSON', { body: '{' }, 400, 'invalid_request', null],
    ['no prompt', { body: { model: 'llama-3-8b' } }, 400, 'invalid_request', 'prompt'],
    ['max_tokens of 0', { body: { ...smallRequest, max_tokens: 0 } }, 400, 'invalid_request', 'max_tokens'],
    ['two answers at once', { body: { ...smallRequest, n: 2 } }, 400, 'invalid_request', 'n'],
    [
      'more tokens than a minute has',
      { body: { ...smallRequest, max_tokens: 100_000 } },
      400,
      'request_too_large',
      'max_tokens',
    ],
    [
      'a body above the bound',
      { body: { ...smallRequest, prompt: 'x'.repeat(2000) } },
      413,
      'request_too_large',
      null,
    ],
    ['an unknown path', { path: '/v1/embeddings' }, 404, 'not_found', null],
  ])('refuses %s', async (_what, options, ...expected) => {
    const [status, code, param] = expected;
    await using stack = await startStack({ config: { max_body_bytes: 1000 } });
    const response = await stack.complete(options);
    expect(await errorOf(response)).toEqual({
      status,
      code,
      param,
      type: expect.any(String),
      message: expect.any(String),
    });
  });

  it('refuses above the rate with 429, Retry-After and what remains', async () => {
    await using stack = await startStack({ b: { rate_limit_rpm: 1, burst_requests: 2 } });
    const responses = [];
    for (let sent = 0; sent < 3; sent += 1) responses.push(await stack.complete({ key: 'key-b' }));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429]);
    const [, , refused] = responses;
    expect(refused?.headers.get('retry-after')).toMatch(/^(59|60)$/);
    expect(refused?.headers.get('x-ratelimit-limit-requests')).toBe('1');
    expect(refused?.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    expect(refused && (await errorOf(refused))).toMatchObject({ code: 'rate_limit_exceeded', param: null });
    expect((await stack.complete({ key: 'key-a' })).status).toBe(200);
  });

  it('refuses from the headers, without asking for the body', async () => {
    await using stack = await startStack({ b: { rate_limit_rpm: 1, burst_requests: 1 } });
    await stack.complete({ key: 'key-b' });
    const answer = await new Promise<{ status: number | undefined; continued: boolean }>(
      (resolve, reject) => {
        let continued = false;
        const upload = request(`${stack.url}/v1/completions`, {
          method: 'POST',
          headers: { authorization: 'Bearer key-b', expect: '100-continue', 'content-length': 500 },
        });
        upload.once('continue', () => (continued = true));
        upload.once('response', ({ statusCode }) => {
          resolve({ status: statusCode, continued });
          upload.destroy();
        });
        upload.once('error', reject);
        upload.flushHeaders();
      },
    );
    expect(answer).toEqual({ status: 429, continued: false });
  });

  it('charges the tenant of the key, whatever X-Tenant-ID says', async () => {
    await using stack = await startStack();
    await stack.complete({ key: 'key-b', headers: { 'x-tenant-id': 'tenant-a' } });
    const count = (tenant: string): Promise<number> =>
      stack.metric('gateway', `tenant_requests_total{tenant_id="${tenant}",status="200"}`);
    expect([await count('tenant-a'), await count('tenant-b')]).toEqual([0, 1]);
    expect(await stack.metric('engine', 'gpu_memory_used_bytes{tenant_id="tenant-a"}')).toBe(0);
  });

  it('counts tokens of whole answers and of streams alike', async () => {
    await using stack = await startStack();
    for (const stream of [false, true])
      await (await stack.complete({ body: { ...smallRequest, stream } })).text();
    const tokens = (direction: string): Promise<number> =>
      stack.metric('gateway', `tenant_tokens_total{tenant_id="tenant-a",direction="${direction}"}`);
    expect([await tokens('input'), await tokens('output')]).toEqual([18, 4]);
    const remaining = (await stack.complete()).headers.get('x-ratelimit-remaining-tokens');
    expect(Number(remaining)).toBeGreaterThanOrEqual(100_000 - 33);
  });
});
