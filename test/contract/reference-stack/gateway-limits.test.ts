import { describe, expect, it } from 'vitest';
import { endless, eventually, smallRequest, startStack } from './loopback-stack.ts';

const inFlight = 'tenant_requests_in_flight{tenant_id="tenant-b"}';

describe('gateway under load', { timeout: 10_000 }, () => {
  it('admits no more than the cap at once, and refusals do not use up the rate', async () => {
    await using stack = await startStack({
      b: { max_concurrency: 2, burst_requests: 3, rate_limit_rpm: 1 },
      // So slow that all twenty are there before the first is answered, also on a busy machine.
      engineEnv: { STEP_MS: '400' },
    });
    const together = await Promise.all(Array.from({ length: 20 }, () => stack.complete({ key: 'key-b' })));
    expect(together.filter(({ status }) => status === 200)).toHaveLength(2);
    expect((await stack.complete({ key: 'key-b' })).status).toBe(200);
    expect((await stack.complete({ key: 'key-b' })).status).toBe(429);
  });

  it('reserves tokens without overshoot when a hundred requests come at once', async () => {
    await using stack = await startStack({ b: { rate_limit_tpm: 200, burst_requests: 100 } });
    // 9 prompt tokens and 31 more: 5 of them make 200.
    const body = { ...smallRequest, max_tokens: 31 };
    const together = await Promise.all(
      Array.from({ length: 100 }, () => stack.complete({ key: 'key-b', body })),
    );
    expect(together.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(await stack.metric('gateway', 'tenant_tokens_admitted_total{tenant_id="tenant-b"}')).toBe(200);
  });

  it('refuses with 503 when the queue is full, and before any limit is charged', async () => {
    await using stack = await startStack({
      config: { queue_bound: 1, engine_slots: 1 },
      b: { burst_requests: 3, rate_limit_rpm: 1 },
    });
    const hangUp = new AbortController();
    const { signal } = hangUp;
    const long = [1, 2].map(() => stack.complete({ key: 'key-b', body: endless, signal }).catch(() => {}));
    await eventually(async () => (await stack.metric('gateway', 'gateway_queue_length')) === 1);
    const refused = await stack.complete({ key: 'key-b' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('1');
    expect(await refused.json()).toMatchObject({ error: { code: 'overloaded' } });
    hangUp.abort();
    await Promise.all(long);
    await eventually(async () => (await stack.metric('gateway', inFlight)) === 0);
    expect((await stack.complete({ key: 'key-b' })).status).toBe(200);
  });

  it('frees slot, memory, place and tokens when clients hang up', async () => {
    await using stack = await startStack({ config: { engine_slots: 1 }, b: { max_concurrency: 3 } });
    const hangUp = new AbortController();
    const { signal } = hangUp;
    const long = [1, 2, 3].map(() => stack.complete({ key: 'key-b', body: endless, signal }).catch(() => {}));
    const running = 'vllm:num_requests_running';
    await eventually(async () => (await stack.metric('gateway', 'gateway_queue_length')) === 2);
    await eventually(async () => (await stack.metric('engine', running)) === 1);
    expect((await stack.complete({ key: 'key-b' })).status).toBe(429);
    hangUp.abort();
    await Promise.all(long);
    await eventually(async () => (await stack.metric('engine', running)) === 0);
    await eventually(async () => (await stack.metric('gateway', inFlight)) === 0);
    expect(await stack.metric('gateway', 'gateway_queue_length')).toBe(0);
    const weights = 16 * 2 ** 30;
    expect(await stack.metric('engine', 'gpu_memory_used_bytes{tenant_id="tenant-b"}')).toBe(weights);
    expect(await stack.metric('gateway', 'tenant_requests_total{tenant_id="tenant-b",status="499"}')).toBe(3);
    const after = await stack.complete({ key: 'key-b' });
    expect(after.status).toBe(200);
    // Only the prompt of the one that ran, 9 tokens, and this request, 11, are gone.
    expect(Number(after.headers.get('x-ratelimit-remaining-tokens'))).toBeGreaterThanOrEqual(100_000 - 20);
  });

  it('charges a stream that is cut for the tokens that came', async () => {
    await using stack = await startStack();
    const hangUp = new AbortController();
    const response = await stack.complete({ body: { ...endless, stream: true }, signal: hangUp.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    hangUp.abort();
    const output = 'tenant_tokens_total{tenant_id="tenant-a",direction="output"}';
    await eventually(async () => (await stack.metric('engine', 'vllm:num_requests_running')) === 0);
    await eventually(async () => (await stack.metric('gateway', output)) > 0);
    const generated = await stack.metric('engine', 'vllm:generation_tokens_total{model_name="llama-3-8b"}');
    expect(await stack.metric('gateway', output)).toBeLessThanOrEqual(generated);
  });

  it('tells a tenant whose partition is too small that it is out of memory, and only that tenant', async () => {
    await using stack = await startStack({ b: { memory_limit_gb: 10 } });
    const refused = await stack.complete({ key: 'key-b' });
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({ error: { code: 'out_of_memory' } });
    expect((await stack.complete({ key: 'key-a' })).status).toBe(200);
  });

  it('answers 502 when the engine is gone', async () => {
    await using stack = await startStack();
    stack.control.setEngines(['http://127.0.0.1:1']);
    const response = await stack.complete();
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'engine_failed' } });
  });
});
