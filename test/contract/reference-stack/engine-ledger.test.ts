import { describe, expect, it } from 'vitest';
import { type LoopbackEngine, startEngine } from '../../helpers/loopback-engine.ts';
import { eventually } from './loopback-stack.ts';

const running = 'vllm:num_requests_running';
const requests = (engine: LoopbackEngine, status: string, tenant = 'a'): Promise<number> =>
  engine.metric(`engine_requests_total{tenant_id="${tenant}",status="${status}"}`);
const tokens = (engine: LoopbackEngine, direction: string): Promise<number> =>
  engine.metric(`engine_tokens_total{tenant_id="a",direction="${direction}"}`);

describe("the engine's own ledger", { timeout: 60_000 }, () => {
  it('counts every request once, by how it ended', async () => {
    await using engine = await startEngine({ QUEUE_BOUND: '1', SLOTS: '1', MAX_MODEL_LEN: '60000' });
    expect((await engine.complete('a', { max_tokens: 3 })).status).toBe(200);
    expect((await engine.complete('a', { max_tokens: 0 })).status).toBe(400);
    const tooLong = await engine.complete('a', { max_tokens: 59_999 });
    expect([tooLong.status, ((await tooLong.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'context_length_exceeded',
    ]);
    const hangUp = new AbortController();
    const endless = { max_tokens: 50_000 };
    const options = { signal: hangUp.signal };
    const first = engine.complete('a', endless, options).catch(() => {});
    await eventually(async () => (await engine.metric(running)) === 1);
    const second = engine.complete('a', endless, options).catch(() => {});
    await eventually(async () => (await engine.metric('vllm:num_requests_waiting')) === 1);
    expect((await engine.complete('a', {})).status).toBe(503);
    hangUp.abort();
    await Promise.all([first, second]);
    await eventually(async () => (await requests(engine, 'aborted')) === 2);
    const all = ['ok', 'invalid', 'overloaded', 'aborted', 'out_of_memory'];
    expect(await Promise.all(all.map((status) => requests(engine, status)))).toEqual([1, 2, 1, 2, 0]);
  });

  it('counts a request that finds no memory', async () => {
    await using engine = await startEngine();
    expect((await engine.complete('a', { max_tokens: 100_000 })).status).toBe(507);
    expect(await requests(engine, 'out_of_memory')).toBe(1);
    expect(await engine.metric('gpu_memory_kv_bytes{tenant_id="a"}')).toBe(0);
  });

  it('counts tokens: worked through, found in the cache, generated', async () => {
    await using engine = await startEngine();
    const prompt = 'x'.repeat(400);
    for (let times = 0; times < 2; times += 1)
      expect((await engine.complete('a', { prompt, max_tokens: 5 })).status).toBe(200);
    const seen = await Promise.all(['input', 'cached', 'output'].map((each) => tokens(engine, each)));
    expect(seen).toEqual([104, 96, 10]);
    expect(await engine.metric('vllm:prefix_cache_queries_total{model_name="m"}')).toBe(200);
    expect(await engine.metric('vllm:prefix_cache_hits_total{model_name="m"}')).toBe(96);
    expect(await engine.metric('gpu_memory_cached_bytes{tenant_id="a"}')).toBe(96 * 131_072);
    expect(await engine.metric('gpu_memory_used_bytes{tenant_id="a"}')).toBe(16 * 2 ** 30);
  });

  it('leaks nothing when a thousand clients hang up', async () => {
    await using engine = await startEngine({ QUEUE_BOUND: '2000' });
    const prompt = 'x'.repeat(300);
    const one = async (index: number): Promise<void> => {
      const hangUp = new AbortController();
      const tenant = index % 2 === 0 ? 'a' : 'b';
      const options = { signal: hangUp.signal };
      const body = { prompt: `${tenant} ${index % 5} ${prompt}`, max_tokens: 20_000, stream: true };
      const answer = engine.complete(tenant, body, options).catch(() => undefined);
      // One in three hangs up once it is being served, the others at once.
      if (index % 3 === 0) await (await answer)?.body?.getReader().read();
      hangUp.abort();
      await answer;
    };
    const worker = async (from: number): Promise<void> => {
      for (let index = from; index < 1000; index += 20) await one(index);
    };
    await Promise.all(Array.from({ length: 20 }, (_, from) => worker(from)));
    await eventually(async () => (await engine.metric(running)) === 0);
    expect(await engine.metric('vllm:num_requests_waiting')).toBe(0);
    expect(await engine.metric('vllm:kv_cache_usage_perc')).toBe(0);
    for (const tenant of ['a', 'b']) {
      expect(await engine.metric(`gpu_memory_kv_bytes{tenant_id="${tenant}"}`)).toBe(0);
      expect(await requests(engine, 'aborted', tenant)).toBeGreaterThan(166);
      expect(await requests(engine, 'ok', tenant)).toBe(0);
    }
  });

  it("bills the GPU's busy time to the last millisecond, under both names", async () => {
    await using engine = await startEngine();
    await Promise.all(['a', 'b'].map((tenant) => engine.complete(tenant, { max_tokens: 20 })));
    const billed = async (name: string): Promise<number> => {
      const of = (tenant: string): Promise<number> =>
        engine.metric(`${name}{tenant_id="${tenant}",model_name="m"}`);
      return (await of('a')) + (await of('b'));
    };
    const busySeconds = await engine.metric('gpu_busy_seconds_total');
    expect(busySeconds).toBeGreaterThan(0.02);
    expect(await billed('tenant_gpu_compute_seconds_total')).toBeCloseTo(busySeconds, 9);
    expect(await billed('gpu_compute_seconds_total')).toBeCloseTo(busySeconds, 9);
  });
});
