import { describe, expect, it } from 'vitest';
import { endless, eventually, type LoopbackStack, smallRequest, startStack } from './loopback-stack.ts';

const byKey = { key: 'key-b' };
/** 9 prompt tokens and 31 more. */
const fortyTokens = { ...smallRequest, max_tokens: 31 };

/** Room for nine endless requests. */
const roomy = { rate_limit_tpm: 1_000_000, memory_limit_gb: 48 };

const queueLength = (stack: LoopbackStack): Promise<number> =>
  stack.metric('gateway', 'gateway_queue_length');
const inFlight = (stack: LoopbackStack): Promise<number> =>
  stack.metric('gateway', 'tenant_requests_in_flight{tenant_id="tenant-b"}');

/** Sends requests one after the other; returns their statuses. */
async function statuses(stack: LoopbackStack, ...all: Parameters<LoopbackStack['complete']>[0][]) {
  const seen: number[] = [];
  for (const each of all) {
    const answer = await stack.complete({ ...byKey, ...each });
    await answer.text();
    seen.push(answer.status);
  }
  return seen;
}

/** Requests of tenant-b that run until they are ended. */
function occupy(stack: LoopbackStack, count: number): { end: () => Promise<void> } {
  const hangUp = new AbortController();
  const { signal } = hangUp;
  const all = Array.from({ length: count }, () =>
    stack.complete({ ...byKey, body: endless, signal }).catch(() => {}),
  );
  return {
    end: async () => {
      hangUp.abort();
      await Promise.all(all);
    },
  };
}

describe('a control of the gateway and the same without it', { timeout: 10_000 }, () => {
  it.each([
    ['counted', [200, 429]],
    ['ignored', [200, 200]],
  ])('stream_accounting: %s', async (stream_accounting, expected) => {
    await using stack = await startStack({ config: { stream_accounting }, b: { rate_limit_tpm: 40 } });
    const body = { ...fortyTokens, stream: true };
    expect(await statuses(stack, { body }, { body })).toEqual(expected);
    // Whole answers are refused at the point where the budget ends, whatever streams took.
    const [whole] = await statuses(stack, { body: fortyTokens });
    expect(whole).toBe(stream_accounting === 'counted' ? 429 : 200);
  });

  it.each([
    ['by-tokens', [200, 200, 429]],
    ['per-request', [200, 200, 200]],
  ])('token_weighting: %s', async (token_weighting, expected) => {
    await using stack = await startStack({ config: { token_weighting }, b: { rate_limit_tpm: 100 } });
    const request = { body: fortyTokens };
    expect(await statuses(stack, request, request, request)).toEqual(expected);
  });

  it.each([
    ['api-key', { a: 0, b: 1 }],
    ['header', { a: 1, b: 0 }],
  ])('identity: %s', async (identity, expected) => {
    await using stack = await startStack({ config: { identity } });
    await statuses(stack, { headers: { 'x-tenant-id': 'tenant-a' } });
    const served = (tenant: string): Promise<number> =>
      stack.metric('gateway', `tenant_requests_total{tenant_id="${tenant}",status="200"}`);
    expect({ a: await served('tenant-a'), b: await served('tenant-b') }).toEqual(expected);
    const usedByA = await stack.metric('engine', 'gpu_memory_used_bytes{tenant_id="tenant-a"}');
    expect(usedByA > 0).toBe(identity === 'header');
    // Whoever names nobody that exists is its own key's owner.
    expect(await statuses(stack, { headers: { 'x-tenant-id': 'tenant-z' } })).toEqual([200]);
    expect(await statuses(stack, { key: 'x', headers: { 'x-tenant-id': 'tenant-a' } })).toEqual([401]);
  });

  it.each([
    ['all', 429],
    ['chat-only', 200],
  ])('route_coverage: %s', async (route_coverage, expected) => {
    await using stack = await startStack({
      config: { route_coverage },
      b: { rate_limit_rpm: 1, burst_requests: 1 },
    });
    const chat = {
      path: '/v1/chat/completions',
      body: { model: 'llama-3-8b', messages: [{ role: 'user', content: 'hi' }] },
    };
    expect(await statuses(stack, chat, chat, {})).toEqual([200, 429, expected]);
    expect(await inFlight(stack)).toBe(0);
  });

  it.each([
    ['refused-free', 200],
    ['refused-charged', 429],
  ])('refund: %s', async (refund, expected) => {
    await using stack = await startStack({
      config: { refund },
      b: { max_concurrency: 1, rate_limit_rpm: 1, burst_requests: 3 },
    });
    const first = occupy(stack, 1);
    await eventually(async () => (await inFlight(stack)) === 1);
    expect(await statuses(stack, {}, {})).toEqual([429, 429]);
    await first.end();
    await eventually(async () => (await inFlight(stack)) === 0);
    expect(await statuses(stack, {})).toEqual([expected]);
  });

  it.each([
    ['release', 0, 200],
    ['leak', 1, 429],
  ])('on_abort: %s', async (on_abort, held, expected) => {
    await using stack = await startStack({ config: { on_abort }, b: { max_concurrency: 1 } });
    const first = occupy(stack, 1);
    await eventually(async () => (await inFlight(stack)) === 1);
    await first.end();
    const hungUp = 'tenant_requests_total{tenant_id="tenant-b",status="499"}';
    await eventually(async () => (await stack.metric('gateway', hungUp)) === 1);
    expect(await inFlight(stack)).toBe(held);
    expect(await statuses(stack, {})).toEqual([expected]);
    stack.control.setConfig(stack.configText({ b: { max_concurrency: 1 } }), 'mended');
    expect(await statuses(stack, {})).toEqual([200]);
  });

  it('refusals: from headers a refusal needs no place in the queue', async () => {
    await using stack = await startStack({ b: { ...roomy, max_concurrency: 9 } });
    const all = occupy(stack, 9);
    await eventually(async () => (await queueLength(stack)) === 1);
    expect(await statuses(stack, {})).toEqual([429]);
    await all.end();
  });

  it('refusals: after the body a refusal waits for its turn like everybody, and is one in the end', async () => {
    await using stack = await startStack({
      config: { refusals: 'after-body' },
      b: { ...roomy, burst_requests: 8, rate_limit_rpm: 1 },
    });
    const all = occupy(stack, 8);
    await eventually(async () => (await inFlight(stack)) === 8);
    const refused = [1, 2, 3].map(() => stack.complete(byKey));
    await eventually(async () => (await queueLength(stack)) === 3);
    await all.end();
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([429, 429, 429]);
    expect(await queueLength(stack)).toBe(0);
    await eventually(async () => (await inFlight(stack)) === 0);
    expect((await stack.complete()).status).toBe(200);
  });

  it('refusals: after the body a client that hangs up in the queue has cost nothing', async () => {
    await using stack = await startStack({
      config: { refusals: 'after-body', engine_slots: 1 },
      b: { rate_limit_tpm: 90_000 },
    });
    const all = occupy(stack, 2);
    await eventually(async () => (await queueLength(stack)) === 1);
    await all.end();
    await eventually(async () => (await inFlight(stack)) === 0);
    const answer = await stack.complete(byKey);
    // The prompt and what came of the first, and this request; of the second, nothing.
    expect(Number(answer.headers.get('x-ratelimit-remaining-tokens'))).toBeGreaterThan(90_000 - 20_000);
  });

  it.each([
    ['per-tenant', 1],
    ['none', 3],
  ])('batch_cap: %s', async (batch_cap, running) => {
    await using stack = await startStack({ config: { batch_cap }, b: { ...roomy, max_batch_size: 1 } });
    const all = occupy(stack, 3);
    await eventually(async () => (await inFlight(stack)) === 3);
    await eventually(async () => (await stack.metric('engine', 'vllm:num_requests_running')) === running);
    expect(await queueLength(stack)).toBe(3 - running);
    await all.end();
  });

  it('queue: fair lets a neighbour pass a backlog, fifo does not', async () => {
    await using stack = await startStack({ b: { max_batch_size: 1 } });
    const all = occupy(stack, 3);
    await eventually(async () => (await queueLength(stack)) === 2);
    expect((await stack.complete()).status).toBe(200);
    stack.control.setConfig(
      stack.configText({ config: { queue: 'fifo' }, b: { max_batch_size: 1 } }),
      'fifo',
    );
    const behind = stack.complete();
    await eventually(async () => (await queueLength(stack)) === 3);
    await all.end();
    expect((await behind).status).toBe(200);
  });

  it('queue_length: unbounded queues what bounded refuses', async () => {
    const config = { queue_bound: 1, engine_slots: 1 };
    await using stack = await startStack({ config, b: roomy });
    const all = occupy(stack, 2);
    await eventually(async () => (await queueLength(stack)) === 1);
    expect(await statuses(stack, {})).toEqual([503]);
    stack.control.setConfig(
      stack.configText({ config: { ...config, queue_length: 'unbounded' }, b: roomy }),
      'weak',
    );
    const more = occupy(stack, 5);
    await eventually(async () => (await queueLength(stack)) === 6);
    await Promise.all([all.end(), more.end()]);
    await eventually(async () => (await queueLength(stack)) === 0);
  });

  it.each([
    ['per-tenant', ['miss', 'miss', 'hit']],
    ['shared', ['miss', 'hit', 'hit']],
  ])('response_cache: %s', async (response_cache, expected) => {
    await using stack = await startStack({ config: { response_cache } });
    const body = { ...smallRequest, cache: true };
    const seen: (string | null)[] = [];
    const texts: string[] = [];
    for (const key of ['key-a', 'key-b', 'key-b']) {
      const answer = await stack.complete({ key, body });
      seen.push(answer.headers.get('x-cache'));
      texts.push(JSON.stringify(((await answer.json()) as { choices: unknown }).choices));
    }
    expect(seen).toEqual(expected);
    expect(new Set(texts).size).toBe(1);
    const calls = await stack.metric('gateway', 'tenant_queue_seconds_count{tenant_id="tenant-b"}');
    expect(calls).toBe(response_cache === 'shared' ? 0 : 1);
    expect(await inFlight(stack)).toBe(0);
  });

  it('response_cache: serves only who asks for it, and whole answers', async () => {
    await using stack = await startStack();
    const stream = { ...smallRequest, cache: true, stream: true };
    for (const body of [smallRequest, smallRequest, stream, stream])
      expect((await stack.complete({ body })).headers.get('x-cache')).toBeNull();
  });

  it('metric_labels: raw makes a series of every name, which the allow-list does not keep', async () => {
    await using stack = await startStack();
    const series = async (): Promise<string[]> => {
      const text = await (await fetch(`${stack.url}/metrics`)).text();
      return text.split('\n').filter((line) => line.startsWith('tenant_model_requests_total{'));
    };
    const call = async (): Promise<unknown> =>
      statuses(stack, {}, ...['m1', 'm2'].map((model) => ({ body: { ...smallRequest, model } })));
    const label = (name: string): string =>
      `tenant_model_requests_total{tenant_id="tenant-b",model_name="${name}"}`;
    await call();
    expect(await series()).toEqual([`${label('llama-3-8b')} 1`, `${label('other')} 2`]);
    stack.control.setConfig(stack.configText({ config: { metric_labels: 'raw' } }), 'weak');
    await call();
    expect(await series()).toEqual(['llama-3-8b', 'm1', 'm2'].map((name) => `${label(name)} 1`));
    stack.control.setConfig(stack.configText(), 'mended');
    await call();
    expect(await series()).toHaveLength(2);
  });

  it.each([
    ['gcra', [200, 429, 429]],
    ['fixed-window', [200, 200, 200]],
  ])('limiter: %s, three at once where one may', async (limiter, expected) => {
    await using stack = await startStack({
      config: { limiter },
      b: { rate_limit_rpm: 3, burst_requests: 1 },
    });
    expect(await statuses(stack, {}, {}, {})).toEqual(expected);
    const reset = (await stack.complete(byKey)).headers.get('x-ratelimit-reset-requests');
    expect(Number(reset?.replace('s', ''))).toBeGreaterThan(0);
    expect(Number(reset?.replace('s', ''))).toBeLessThanOrEqual(60);
  });

  it.each([
    ['tightest', [200, 429]],
    ['tenant-only', [200, 200]],
  ])('limits_composition: %s', async (limits_composition, expected) => {
    const groups = [{ group_id: 'g', rate_limit_rpm: 1, burst_requests: 1 }];
    await using stack = await startStack({ config: { limits_composition, groups }, b: { group: 'g' } });
    expect(await statuses(stack, {}, {})).toEqual(expected);
  });
});
