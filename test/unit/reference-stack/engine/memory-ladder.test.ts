import { beforeAll, describe, expect, it } from 'vitest';
import { engineEnv, partitions } from './platform-manifests.ts';
import { createVirtualEngine, type VirtualEngine, type Wanted } from './virtual-engine.ts';

const gib = 2 ** 30;
/** Tokens of context asked for: the highest rung is the longest context that the engine takes. */
const rungs = [8192, 16_384, 32_768, 65_536, 98_304, 131_072];
const hangUpMs = 100;

let env: Record<string, string>;
let parts: Record<string, number>;
beforeAll(async () => {
  env = { ...(await engineEnv()), MODEL_LOAD_MS: '0' };
  parts = await partitions();
});

/** Each rung is asked for once, and its client hangs up as soon as it is sure. */
function climb({ play, nowMs }: VirtualEngine, tenant: string): string[] {
  return rungs.map((tokens) => {
    const atMs = nowMs();
    const want = { tenant, promptTokens: 16, maxTokens: tokens - 16, atMs, abortAtMs: atMs + hangUpMs };
    const [ended] = play({ rung: want });
    return `${tokens} ${ended?.firstTokenMs === undefined ? ended?.end : 'ok'}`;
  });
}

describe('ladder of ever longer contexts', () => {
  it('stops at the partition of the tenant that climbs', () => {
    const engine = createVirtualEngine(env, parts);
    expect(climb(engine, 'tenant-b')).toEqual([
      '8192 ok',
      '16384 ok',
      '32768 ok',
      '65536 ok',
      '98304 out-of-memory',
      '131072 out-of-memory',
    ]);
    // A partition of 18 GiB beside 24.
    expect(climb(engine, 'tenant-a').filter((rung) => rung.endsWith('ok'))).toEqual(['8192 ok', '16384 ok']);
  });

  /** What tenant-b holds at once, on three of its models; the victim asks in the middle of it, with its model idle. */
  const hold: Record<string, Wanted> = {
    b1: { tenant: 'tenant-b', model: 'm1', maxTokens: 131_056 },
    b2: { tenant: 'tenant-b', model: 'm2', maxTokens: 65_000 },
    b3: { tenant: 'tenant-b', model: 'm3', maxTokens: 8192 },
  };
  const holdAndAsk = (mode: string) => {
    const engine = createVirtualEngine({ ...env, GPU_MEMORY_MODE: mode }, parts);
    engine.play({ warm: { tenant: 'tenant-a' } });
    const fromMs = engine.nowMs();
    const held = Object.entries(hold).map(([name, want]) => [
      name,
      { ...want, promptTokens: 16, atMs: fromMs, abortAtMs: fromMs + 400 },
    ]);
    const ended = engine.play({
      ...(Object.fromEntries(held) as Record<string, Wanted>),
      victim: { tenant: 'tenant-a', atMs: fromMs + 200 },
    });
    return {
      engine,
      victim: ended.find(({ name }) => name === 'victim'),
      mostBytes: Math.max(...engine.steps.map(({ usedBytes }) => usedBytes)),
    };
  };

  it('partitioned: the victim is served as if it were alone', () => {
    const { engine, victim, mostBytes } = holdAndAsk('partitioned');
    expect(victim?.end).toBeTypeOf('number');
    expect(engine.evicted.filter((name) => name.startsWith('tenant-a/'))).toEqual([]);
    expect(mostBytes).toBeLessThanOrEqual((24 + 16 + 1) * gib);
  });

  it('shared: the victim loses its model and finds no memory; the GPU itself is never overdrawn', () => {
    const { engine, victim, mostBytes } = holdAndAsk('shared');
    expect(victim?.end).toBe('out-of-memory');
    expect(engine.evicted).toContain('tenant-a/m');
    expect(mostBytes).toBeGreaterThan(70 * gib);
    expect(mostBytes).toBeLessThanOrEqual(80 * gib);
  });
});
