import { describe, expect, it } from 'vitest';
import { createMemoryLedger } from '../../../../src/reference-stack/engine/memory-ledger.ts';

describe('memory ledger', () => {
  it('refuses what leaves the partition, for that tenant alone', () => {
    const ledger = createMemoryLedger(100);
    ledger.setPartition('a', 60);
    ledger.setPartition('b', 40);
    expect(ledger.allocate('b', 40)).toBe(true);
    expect(ledger.allocate('b', 1)).toBe(false);
    expect(ledger.allocate('a', 60)).toBe(true);
    expect([ledger.usedBytes('a'), ledger.usedBytes('b')]).toEqual([60, 40]);
  });

  it('does not lend what a neighbour leaves unused', () => {
    const ledger = createMemoryLedger(100);
    ledger.setPartition('a', 60);
    ledger.setPartition('b', 40);
    expect(ledger.allocate('b', 41)).toBe(false);
  });

  it('promises no more than there is', () => {
    const ledger = createMemoryLedger(100);
    expect(ledger.setPartition('a', 60)).toBe(true);
    expect(ledger.setPartition('b', 41)).toBe(false);
    expect(ledger.allocate('b', 1)).toBe(false);
    expect(ledger.setPartition('a', 59)).toBe(true);
    expect(ledger.setPartition('b', 41)).toBe(true);
  });

  it('never shrinks a partition below what is used', () => {
    const ledger = createMemoryLedger(100);
    ledger.setPartition('a', 60);
    ledger.allocate('a', 50);
    expect(ledger.setPartition('a', 49)).toBe(false);
    expect(ledger.partitionBytes('a')).toBe(60);
  });

  it('takes back what was allocated, and treats more as a bug', () => {
    const ledger = createMemoryLedger(100);
    ledger.setPartition('a', 60);
    ledger.allocate('a', 10);
    ledger.free('a', 10);
    expect(ledger.usedBytes('a')).toBe(0);
    expect(() => ledger.free('a', 1)).toThrow('freed 1 bytes of a, which holds 0');
  });

  it('knows nobody without a partition', () => {
    expect(createMemoryLedger(100).allocate('stranger', 1)).toBe(false);
  });
});
