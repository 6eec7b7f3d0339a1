import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryLedger } from '../../../../src/reference-stack/engine/memory-ledger.ts';
import { createPrefixCache } from '../../../../src/reference-stack/engine/prefix-cache.ts';
import { promptBlocks } from '../../../../src/reference-stack/engine/prompt-blocks.ts';
import { readSettings } from '../../../../src/reference-stack/engine/settings.ts';
import { engineEnv, partitions } from './platform-manifests.ts';
import { createVirtualEngine, type Ended, type Wanted } from './virtual-engine.ts';

describe('prefix cache', () => {
  const stage = (evictsFrom: 'own' | 'anyone') => {
    const ledger = createMemoryLedger(100);
    for (const tenant of ['a', 'b']) ledger.setPartition(tenant, 50);
    const cache = createPrefixCache({ ledger, blockBytes: 10, evictsFrom });
    const fill = (tenant: string, blocks: string[]): void => {
      for (const block of blocks) if (ledger.allocate(tenant, 10)) cache.add(tenant, block);
      cache.unpin(blocks);
    };
    return { ledger, cache, fill };
  };

  it('finds the longest run from the start', () => {
    const { cache, fill } = stage('own');
    fill('a', ['1', '2', '3']);
    expect(cache.pin(['1', '2', 'x', '3'])).toBe(2);
    expect(cache.pin(['2', '1', '3'])).toBe(3);
    expect(cache.pin(['x', '1'])).toBe(0);
  });

  it('drops the end of the prompt that was used least recently, and nothing in use', () => {
    const { cache, fill, ledger } = stage('own');
    fill('a', ['1', '2']);
    fill('a', ['3']);
    cache.pin(['1']);
    expect([cache.idleBytes('a'), cache.evictOne('a'), cache.pin(['2'])]).toEqual([20, true, 0]);
    expect([cache.evictOne('a'), cache.pin(['3']), cache.evictOne('a')]).toEqual([true, 0, false]);
    expect([cache.pin(['1']), ledger.usedBytes('a')]).toEqual([1, 10]);
  });

  it("drops a tenant's own, or with one memory for all whoever's is oldest", () => {
    for (const [evictsFrom, left] of [
      ['own', [1, 0]],
      ['anyone', [0, 1]],
    ] as const) {
      const { cache, fill } = stage(evictsFrom);
      fill('a', ['1']);
      fill('b', ['2']);
      expect(cache.evictOne('b')).toBe(true);
      expect([cache.pin(['1']), cache.pin(['2'])]).toEqual(left);
    }
  });
});

describe('prefix cache of the engine', () => {
  let env: Record<string, string>;
  let parts: Record<string, number>;
  beforeAll(async () => {
    env = { ...(await engineEnv()), MODEL_LOAD_MS: '0' };
    parts = await partitions();
  });

  const longPrompt = 'a secret of tenant a, '.repeat(400).slice(0, 8000);
  const stage = (mode: string) => {
    const settings = readSettings({ ...env, PREFIX_CACHE: mode });
    const engine = createVirtualEngine({ ...env, PREFIX_CACHE: mode }, parts);
    const ask = (tenant: string, text = longPrompt): Ended & { ttftMs: number } => {
      const prompt = { tenant, model: 'm', text, tokens: text.length / 4 };
      const fromMs = engine.nowMs();
      const blocks = promptBlocks(settings, prompt);
      const [ended] = engine.play({
        one: { tenant, promptTokens: prompt.tokens, promptBlocks: blocks, maxTokens: 6 },
      });
      if (!ended) throw new Error('one request ends');
      return { ...ended, ttftMs: Math.round((ended.firstTokenMs ?? 0) - fromMs) };
    };
    return { engine, ask };
  };

  it('per tenant: its own prompt comes faster the second time, a neighbour learns nothing from it', () => {
    const { ask } = stage('per-tenant');
    expect(ask('tenant-a').ttftMs).toBe(137);
    expect(ask('tenant-a')).toMatchObject({ ttftMs: 8, cachedTokens: 1984 });
    expect(ask('tenant-b').ttftMs).toBe(137);
  });

  it('shared: the time to the first token tells a neighbour that the prompt was seen', () => {
    const { ask } = stage('shared');
    expect(ask('tenant-a').ttftMs).toBe(137);
    expect(ask('tenant-b').ttftMs).toBe(8);
  });

  it('off: every prompt is worked through', () => {
    const { ask, engine } = stage('off');
    expect([ask('tenant-a').ttftMs, ask('tenant-a').ttftMs]).toEqual([137, 137]);
    expect(engine.cache.idleBytes('tenant-a')).toBe(0);
  });

  it.each(['per-tenant', 'shared', 'off'])(
    'costs the reference request its seven steps, always (%s)',
    (mode) => {
      const { ask, engine } = stage(mode);
      const reference = 'x'.repeat(64);
      for (let times = 0; times < 3; times += 1) ask('tenant-a', reference);
      expect(engine.steps).toHaveLength(3 * Number(env['REFERENCE_REQUEST_STEPS']));
      expect(engine.cache.idleBytes('tenant-a')).toBe(0);
    },
  );

  it('serves a prompt from another that still runs', () => {
    const { engine } = stage('per-tenant');
    const want: Wanted = { tenant: 'tenant-a', promptTokens: 33, promptBlocks: ['1', '2'], maxTokens: 100 };
    const ended = engine.play({ a1: want, a2: { ...want, atMs: 40 } });
    expect(ended.map(({ cachedTokens }) => cachedTokens)).toEqual([undefined, 32]);
  });

  it('gives way to whatever its tenant runs, before any model does', () => {
    const engine = createVirtualEngine();
    const blocks = (prompt: string): string[] => [1, 2, 3, 4, 5].map((at) => `${prompt} ${at}`);
    for (const prompt of ['one', 'two', 'three'])
      engine.play({ [prompt]: { promptTokens: 51, promptBlocks: blocks(prompt), maxTokens: 9 } });
    expect(engine.cache.idleBytes('a')).toBe(90);
    engine.play({ long: { promptTokens: 50, maxTokens: 50 } });
    expect([engine.cache.idleBytes('a'), engine.ledger.usedBytes('a')]).toEqual([0, 100]);
    engine.play({ again: { promptTokens: 51, promptBlocks: blocks('one'), maxTokens: 9 } });
    engine.play({ other: { model: 'other' } });
    expect([engine.evicted, engine.cache.idleBytes('a')]).toEqual([['a/m'], 0]);
  });
});
