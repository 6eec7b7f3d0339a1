import { describe, expect, it } from 'vitest';
import { type LoopbackStack, smallRequest, startStack } from './loopback-stack.ts';

const models = ['second', 'third', 'fourth', 'fifth', 'sixth'];
const gib = 2 ** 30;

/** The victim calls its model before and after its neighbour has called six; returns the victim's evictions and loads. */
async function tour(stack: LoopbackStack): Promise<{ evictions: number; loads: number }> {
  expect((await stack.complete()).status).toBe(200);
  for (const model of ['llama-3-8b', ...models]) {
    const answer = await stack.complete({ key: 'key-b', body: { ...smallRequest, model } });
    expect(answer.status).toBe(200);
  }
  expect((await stack.complete()).status).toBe(200);
  return {
    evictions: await stack.metric('engine', 'model_evictions_total{tenant_id="tenant-a",reason="lru"}'),
    loads: await stack.metric('engine', 'model_loads_total{tenant_id="tenant-a",model_name="llama-3-8b"}'),
  };
}

const usedByB = (stack: LoopbackStack): Promise<number> =>
  stack.metric('engine', 'gpu_memory_used_bytes{tenant_id="tenant-b"}');

describe('GPU memory of a tenant with more models than fit', () => {
  it('partitioned: it evicts its own, and the neighbour keeps its model', async () => {
    await using stack = await startStack({ b: { models } });
    expect(await tour(stack)).toEqual({ evictions: 0, loads: 1 });
    expect(await stack.metric('engine', 'model_evictions_total{tenant_id="tenant-b",reason="lru"}')).toBe(5);
    expect(await usedByB(stack)).toBe(16 * gib);
  });

  it('shared: it evicts the neighbour, who loads its model again', async () => {
    await using stack = await startStack({ b: { models }, engineEnv: { GPU_MEMORY_MODE: 'shared' } });
    expect(await tour(stack)).toEqual({ evictions: 1, loads: 2 });
    expect(await usedByB(stack)).toBeGreaterThan(20 * gib);
  });

  it('may call the models that it was given, and sees them listed', async () => {
    await using stack = await startStack({ b: { models } });
    const own = await fetch(`${stack.url}/v1/models`, { headers: { authorization: 'Bearer key-b' } });
    const { data } = (await own.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['llama-3-8b', ...models]);
    expect((await stack.complete({ body: { ...smallRequest, model: 'second' } })).status).toBe(404);
  });
});
