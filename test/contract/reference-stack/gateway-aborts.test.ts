import { describe, expect, it } from 'vitest';
import { endless, eventually, type LoopbackStack, smallRequest, startStack } from './loopback-stack.ts';

const tenant = 'tenant_id="tenant-b"';
/** Enough for twenty at once, each with the worst case reserved. */
const b = {
  rate_limit_tpm: 10_000_000,
  rate_limit_rpm: 1_000_000,
  burst_requests: 2000,
  memory_limit_gb: 40,
};

const sum = async (stack: LoopbackStack, series: readonly string[]): Promise<number> => {
  const values = await Promise.all(series.map((each) => stack.metric('gateway', each)));
  return values.reduce((total, value) => total + value, 0);
};
const tokens = (direction: string): string => `tenant_tokens_total{${tenant},direction="${direction}"}`;

/** Resolves when neither the gateway nor the engine has anything to do for tenant-b. */
async function isQuiet(stack: LoopbackStack): Promise<void> {
  await eventually(async () => (await stack.metric('gateway', `tenant_requests_in_flight{${tenant}}`)) === 0);
  await eventually(async () => (await stack.metric('gateway', 'gateway_queue_length')) === 0);
  await eventually(async () => (await stack.metric('engine', 'vllm:num_requests_running')) === 0);
  await eventually(async () => (await stack.metric('engine', 'vllm:num_requests_waiting')) === 0);
}

/** Output tokens of tenant-b by the gateway, and by the engine in its two ledgers. */
async function outputTokens(stack: LoopbackStack): Promise<number[]> {
  return [
    await stack.metric('gateway', tokens('output')),
    await stack.metric('engine', `engine_tokens_total{${tenant},direction="output"}`),
    await stack.metric('engine', 'vllm:generation_tokens_total{model_name="llama-3-8b"}'),
  ];
}

/** Calls and hangs up: streams after `reads` chunks, whole answers while they are being made. */
async function callAndHangUp(stack: LoopbackStack, reads: number): Promise<void> {
  const hangUp = new AbortController();
  const stream = reads > 0;
  const answer = stack.complete({
    key: 'key-b',
    body: { ...endless, stream, stream_options: { include_usage: reads % 2 === 0 } },
    signal: hangUp.signal,
  });
  const called = answer.catch(() => undefined);
  if (stream) {
    const reader = (await called)?.body?.getReader();
    for (let read = 0; read < reads; read += 1) await reader?.read();
  } else await eventually(async () => (await stack.metric('engine', 'vllm:num_requests_running')) > 0);
  hangUp.abort();
  await called;
}

describe('a client that hangs up', { timeout: 30_000 }, () => {
  it('is charged for its prompt and for exactly the tokens that the engine made, streamed or not', async () => {
    await using stack = await startStack({ b });
    for (const reads of [1, 2, 5, 0, 0]) await callAndHangUp(stack, reads);
    await isQuiet(stack);
    const [charged, ...made] = await outputTokens(stack);
    expect(charged).toBeGreaterThanOrEqual(3);
    expect(made).toEqual([charged, charged]);
    expect(await stack.metric('gateway', tokens('input'))).toBe(5 * 9);
    expect(await stack.metric('gateway', `tenant_requests_total{${tenant},status="499"}`)).toBe(5);
  });

  it('is not charged at all when metering loses it, and whoever stays is', async () => {
    await using stack = await startStack({ b, config: { abort_metering: 'lost' } });
    await callAndHangUp(stack, 2);
    await callAndHangUp(stack, 0);
    await isQuiet(stack);
    const [charged, made] = await outputTokens(stack);
    expect(charged).toBe(0);
    expect(made).toBeGreaterThan(0);
    await (await stack.complete({ key: 'key-b', body: { ...smallRequest, stream: true } })).text();
    expect((await outputTokens(stack))[0]).toBe(2);
  });

  it('leaves nothing behind, a thousand times', async () => {
    await using stack = await startStack({ b });
    const before = await stack.metric('engine', 'vllm:kv_cache_usage_perc');
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < 1000) {
        const index = next++;
        const hangUp = new AbortController();
        const { signal } = hangUp;
        const body = { ...endless, stream: index % 2 === 0 };
        const call = stack.complete({ key: 'key-b', body, signal }).catch(() => undefined);
        // Some before the headers are out, some in the queue, some while tokens come.
        if (index % 4 === 0) await (await call)?.body?.getReader().read();
        else if (index % 4 === 1) await stack.readiness();
        hangUp.abort();
        await call;
      }
    };
    await Promise.all(Array.from({ length: 20 }, worker));
    await isQuiet(stack);
    const [charged, ...made] = await outputTokens(stack);
    expect(made).toEqual([charged, charged]);
    expect(await stack.metric('engine', 'vllm:kv_cache_usage_perc')).toBe(before);
    const used = await sum(stack, [tokens('input'), tokens('output')]);
    const after = await stack.complete({ key: 'key-b' });
    expect(after.status).toBe(200);
    // All that was reserved and not used is back; this request takes 11.
    expect(Number(after.headers.get('x-ratelimit-remaining-tokens'))).toBeGreaterThanOrEqual(
      b.rate_limit_tpm - used - 11,
    );
  });

  it('does not take the connection of anybody else with it', async () => {
    await using stack = await startStack({ b });
    const others = Array.from({ length: 4 }, async () => {
      const seen: number[] = [];
      for (let call = 0; call < 20; call += 1) seen.push((await stack.complete()).status);
      return seen;
    });
    for (let call = 0; call < 30; call += 1) await callAndHangUp(stack, 1 + (call % 3));
    expect(new Set((await Promise.all(others)).flat())).toEqual(new Set([200]));
  });

  it('is not taken at its word for a whole answer: a cut one is not kept for the next', async () => {
    await using stack = await startStack({ b, engineEnv: { STEP_MS: '20' } });
    const body = { ...smallRequest, max_tokens: 20, cache: true };
    const hangUp = new AbortController();
    const first = stack.complete({ key: 'key-b', body, signal: hangUp.signal }).catch(() => undefined);
    await eventually(async () => (await stack.metric('engine', 'vllm:num_requests_running')) === 1);
    hangUp.abort();
    await first;
    await isQuiet(stack);
    const answer = await stack.complete({ key: 'key-b', body });
    expect(answer.headers.get('x-cache')).toBe('miss');
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 20 } });
  });
});

describe('stream_options.include_usage', () => {
  it.each(['/v1/completions', '/v1/chat/completions'])(
    '%s ends with an event that tells it',
    async (path) => {
      await using stack = await startStack();
      const prompt = path.includes('chat')
        ? { messages: [{ role: 'user', content: smallRequest.prompt }] }
        : { prompt: smallRequest.prompt };
      const body = { model: 'llama-3-8b', ...prompt, max_tokens: 3, stream: true };
      const eventsOf = async (extra: object): Promise<string[]> => {
        const answer = await stack.complete({ path, body: { ...body, ...extra } });
        return (await answer.text()).split('\n\n').filter((event) => event !== '');
      };
      expect(await eventsOf({})).toHaveLength(4);
      const events = await eventsOf({ stream_options: { include_usage: true } });
      expect(events).toHaveLength(5);
      expect(JSON.parse(events[3]?.slice('data: '.length) ?? '')).toMatchObject({
        choices: [],
        usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
      });
      expect(events[4]).toBe('data: [DONE]');
      expect(
        await stack.metric('gateway', 'tenant_tokens_total{tenant_id="tenant-a",direction="output"}'),
      ).toBe(6);
    },
  );
});
