import { describe, expect, it } from 'vitest';
import { randomSchedule } from './random-schedule.ts';
import { createVirtualEngine } from './virtual-engine.ts';

describe('a client that hangs up', () => {
  it('frees its slot and its KV blocks within the step: the next in line starts with the next', () => {
    const engine = createVirtualEngine({ SLOTS: '1' });
    const ended = engine.play({ a1: { maxTokens: 50, abortAtMs: 9 }, b1: { tenant: 'b', atMs: 1 } });
    expect(ended).toEqual([
      { name: 'a1', end: 'aborted', firstTokenMs: 8 },
      { name: 'b1', end: 12 + 28, firstTokenMs: 12 + 8 },
    ]);
    expect(engine.ledger.usedBytes('a')).toBe(engine.models.weightBytes('a'));
  });

  it('leaves the line as if it had never come', () => {
    const ended = createVirtualEngine({ SLOTS: '1' }).play({
      a1: {},
      a2: { atMs: 1, abortAtMs: 2 },
      b1: { tenant: 'b', atMs: 3 },
    });
    expect(ended.map(({ name, end }) => `${name} ${end}`)).toEqual(['a2 aborted', 'a1 28', 'b1 56']);
  });

  it('gives a neighbour the memory that it waited for', () => {
    const long = { promptTokens: 4, maxTokens: 86 };
    const ended = createVirtualEngine().play({ a1: { ...long, abortAtMs: 30 }, a2: { ...long, atMs: 1 } });
    expect(ended.map(({ name, end }) => `${name} ${end}`)).toEqual(['a1 aborted', `a2 ${32 + 348}`]);
  });

  it.each(['partitioned', 'shared'])('leaks nothing a thousand times at any moment (%s)', (mode) => {
    const engine = createVirtualEngine(
      { GPU_MEMORY_MODE: mode, GPU_MEMORY_BYTES: '1200' },
      { a: 400, b: 400, c: 400 },
    );
    const tenants = ['a', 'b', 'c'];
    const ended = engine.play(
      randomSchedule({ seed: 7, requests: 2000, tenants, overMs: 20_000, abortShare: 0.9, patienceMs: 60 }),
    );
    expect(ended).toHaveLength(2000);
    expect(ended.filter(({ end }) => end === 'aborted').length).toBeGreaterThan(1000);
    expect(ended.filter(({ end }) => typeof end === 'number').length).toBeGreaterThan(100);
    expect([engine.scheduler.running, engine.scheduler.waiting]).toEqual([0, 0]);
    for (const tenant of tenants) {
      const { ledger, models, cache } = engine;
      expect(ledger.usedBytes(tenant) - models.weightBytes(tenant)).toBe(cache.idleBytes(tenant));
    }
  });
});
