import { describe, expect, it } from 'vitest';
import { resizePartition } from '../../../../src/reference-stack/engine/resize-partition.ts';
import { createVirtualEngine } from './virtual-engine.ts';

/** Tenant a has 200 of 400 bytes: two models of 90 and a cached block of 10, all idle. */
function stage() {
  const engine = createVirtualEngine({ MODEL_BYTES: '90' });
  engine.play({ a1: { model: 'm1', maxTokens: 1 } });
  const prompt = { model: 'm2', promptTokens: 11, promptBlocks: ['1'], maxTokens: 1 };
  engine.play({ a2: prompt });
  expect([engine.ledger.usedBytes('a'), engine.cache.idleBytes('a')]).toEqual([190, 10]);
  return engine;
}

describe('a partition that changes its size', () => {
  it('lets go of what is not in use, cached blocks first', () => {
    const engine = stage();
    expect(resizePartition(engine, 'a', 185)).toBe(true);
    expect([engine.evicted, engine.cache.idleBytes('a')]).toEqual([[], 0]);
    expect(resizePartition(engine, 'a', 100)).toBe(true);
    expect([engine.evicted, engine.ledger.usedBytes('a')]).toEqual([['a/m1'], 90]);
  });

  it('keeps its size while more is in use', () => {
    const engine = stage();
    for (const model of ['m1', 'm2']) engine.models.use('a', model, engine.nowMs());
    expect(resizePartition(engine, 'a', 100)).toBe(false);
    expect([engine.ledger.partitionBytes('a'), engine.evicted]).toEqual([200, []]);
  });

  it('does not grow beyond the GPU, and costs nobody anything', () => {
    const engine = stage();
    expect(resizePartition(engine, 'a', 201)).toBe(false);
    expect([engine.ledger.partitionBytes('a'), engine.ledger.usedBytes('a')]).toEqual([200, 190]);
  });
});
