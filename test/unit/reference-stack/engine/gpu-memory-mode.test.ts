import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../src/reference-stack/engine/settings.ts';
import { createVirtualEngine } from './virtual-engine.ts';

/** A GPU of 500 bytes for models of 100: tenant a has room for one beside its KV blocks, as has tenant b. */
function stage(mode: 'partitioned' | 'shared') {
  const engine = createVirtualEngine(
    { GPU_MEMORY_MODE: mode, GPU_MEMORY_BYTES: '500', MODEL_LOAD_MS: '300' },
    { a: 150, b: 150 },
  );
  /** Serves one request on the virtual clock, alone; returns its latency in milliseconds. */
  const serve = (tenant: string, model: string): number => {
    const arrivedMs = engine.nowMs();
    engine.play({ one: { tenant, model } });
    return engine.nowMs() - arrivedMs;
  };
  return { ...engine, serve };
}

/** The victim's latencies: at first, warm, and after each of two rounds of its neighbour over six models. */
function tour({ serve }: ReturnType<typeof stage>): number[] {
  const waits = [serve('a', 'm'), serve('a', 'm')];
  for (let round = 0; round < 2; round += 1) {
    for (const model of ['m1', 'm2', 'm3', 'm4', 'm5', 'm6']) serve('b', model);
    waits.push(serve('a', 'm'));
  }
  return waits;
}

describe('GPU_MEMORY_MODE', () => {
  it('partitioned: a neighbour that calls model after model evicts only its own', () => {
    const partitioned = stage('partitioned');
    expect(tour(partitioned)).toEqual([328, 28, 28, 28]);
    expect(partitioned.evicted).toHaveLength(11);
    expect(partitioned.evicted.filter((name) => name.startsWith('a/'))).toEqual([]);
    expect([partitioned.ledger.usedBytes('a'), partitioned.ledger.usedBytes('b')]).toEqual([100, 100]);
  });

  it('shared: the victim waits for a cold load after every round', () => {
    const shared = stage('shared');
    expect(tour(shared)).toEqual([328, 28, 328, 328]);
    expect(shared.evicted.filter((name) => name.startsWith('a/'))).toHaveLength(2);
    expect(shared.ledger.usedBytes('b')).toBeGreaterThan(150);
    expect(shared.ledger.usedBytes('a') + shared.ledger.usedBytes('b')).toBeLessThanOrEqual(500);
  });

  it('is one of two words, partitioned unless said', () => {
    expect(readSettings({}).GPU_MEMORY_MODE).toBe('partitioned');
    expect(readSettings({ GPU_MEMORY_MODE: 'shared' }).GPU_MEMORY_MODE).toBe('shared');
    expect(() => readSettings({ GPU_MEMORY_MODE: 'none' })).toThrow(/GPU_MEMORY_MODE/);
  });
});
