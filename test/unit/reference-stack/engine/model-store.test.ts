import { describe, expect, it } from 'vitest';
import { createMemoryLedger } from '../../../../src/reference-stack/engine/memory-ledger.ts';
import { createModelStore } from '../../../../src/reference-stack/engine/model-store.ts';

/** Room for two models of tenant a and one of tenant b. */
function stage() {
  const log: string[] = [];
  const ledger = createMemoryLedger(100);
  ledger.setPartition('a', 25);
  ledger.setPartition('b', 10);
  const models = createModelStore({
    ledger,
    modelBytes: 10,
    loadMs: 300,
    events: {
      onLoad: (tenant, model) => void log.push(`load ${tenant}/${model}`),
      onEvict: (tenant, model) => void log.push(`evict ${tenant}/${model}`),
    },
  });
  return { log, ledger, models };
}

describe('model store', () => {
  it('loads a model once; whoever comes meanwhile waits on the same load', () => {
    const { log, models } = stage();
    expect(models.ensure('a', 'm1', 0)).toEqual({ state: 'loading', readyAtMs: 300 });
    expect(models.ensure('a', 'm1', 299)).toEqual({ state: 'loading', readyAtMs: 300 });
    expect(models.ensure('a', 'm1', 300)).toEqual({ state: 'ready' });
    expect(log).toEqual(['load a/m1']);
  });

  it('evicts the least recently used', () => {
    const { log, models } = stage();
    models.ensure('a', 'm1', 0);
    models.ensure('a', 'm2', 1);
    models.use('a', 'm1', 400);
    models.release('a', 'm1', 500);
    models.ensure('a', 'm3', 600);
    expect(log).toEqual(['load a/m1', 'load a/m2', 'evict a/m2', 'load a/m3']);
  });

  it('never evicts one in use', () => {
    const { log, models } = stage();
    for (const model of ['m1', 'm2']) {
      models.ensure('a', model, 0);
      models.use('a', model, 400);
    }
    expect(models.ensure('a', 'm3', 600)).toEqual({ state: 'no-memory' });
    models.release('a', 'm1', 700);
    expect(models.ensure('a', 'm3', 700)).toMatchObject({ state: 'loading' });
    expect(log).toEqual(['load a/m1', 'load a/m2', 'evict a/m1', 'load a/m3']);
  });

  it("never evicts a neighbour's", () => {
    const { log, ledger, models } = stage();
    models.ensure('a', 'm1', 0);
    models.ensure('b', 'm1', 0);
    for (let round = 1; round <= 20; round += 1) models.ensure('b', `m${round}`, round * 1000);
    expect(log.filter((line) => line.startsWith('evict a'))).toEqual([]);
    expect(models.ensure('a', 'm1', 30_000)).toEqual({ state: 'ready' });
    expect([ledger.usedBytes('a'), ledger.usedBytes('b')]).toEqual([10, 10]);
  });
});
