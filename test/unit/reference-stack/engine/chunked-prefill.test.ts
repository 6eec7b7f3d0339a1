import { beforeAll, describe, expect, it } from 'vitest';
import { engineEnv, partitions } from './platform-manifests.ts';
import { createVirtualEngine } from './virtual-engine.ts';

let env: Record<string, string>;
let parts: Record<string, number>;
beforeAll(async () => {
  env = { ...(await engineEnv()), MODEL_LOAD_MS: '0' };
  parts = await partitions();
});

/** Reference requests of the victim every 10 ms while its neighbour sends prompts of 8,000 tokens; the victim's latencies. */
function latencies(weakness: Record<string, string>): number[] {
  const victim = Array.from({ length: 100 }, (_, index) => ({
    tenant: 'tenant-a',
    promptTokens: 16,
    maxTokens: 6,
    atMs: index * 10,
  }));
  const hog = [0, 250, 500].map((atMs) => ({ tenant: 'tenant-b', promptTokens: 8000, maxTokens: 1, atMs }));
  const ended = createVirtualEngine({ ...env, ...weakness }, parts).play({
    ...Object.fromEntries(victim.map((want, index) => [`victim ${index}`, want])),
    ...Object.fromEntries(hog.map((want, index) => [`hog ${index}`, want])),
  });
  expect(ended).toHaveLength(103);
  return ended
    .filter(({ name }) => name.startsWith('victim'))
    .map(({ name, end }) => Number(end) - 10 * Number(name.split(' ')[1]));
}

describe('CHUNKED_PREFILL', () => {
  /** Seven steps, and up to one more until the first begins. */
  const mostStepsMs = 8 * 4;

  it('on: a long prompt makes the steps of the others a little longer', () => {
    expect(Math.max(...latencies({}))).toBeLessThan(mostStepsMs * 1.05);
  });

  it('off: everyone waits for the whole prompt', () => {
    expect(Math.max(...latencies({ CHUNKED_PREFILL: 'off' }))).toBeGreaterThan(mostStepsMs + 15);
  });

  it('on: a prompt of another tenant gets its half of the steps', () => {
    const ended = createVirtualEngine(env, parts).play({
      hog1: { tenant: 'tenant-b', promptTokens: 8000, maxTokens: 1 },
      hog2: { tenant: 'tenant-b', promptTokens: 8000, maxTokens: 1 },
      victim: { tenant: 'tenant-a', promptTokens: 640, maxTokens: 1 },
    });
    expect(ended[0]).toMatchObject({ name: 'victim' });
    expect(Number(ended[0]?.end)).toBeCloseTo(20 * 4.16 + 4.16, 6);
  });
});
