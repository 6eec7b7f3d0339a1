import { describe, expect, it } from 'vitest';
import { createSharedLedger } from '../../../../src/reference-stack/engine/shared-ledger.ts';

describe('shared ledger', () => {
  it('gives one tenant the whole GPU, and the others nothing', () => {
    const ledger = createSharedLedger(100);
    for (const tenant of ['a', 'b']) ledger.setPartition(tenant, 40);
    expect(ledger.allocate('b', 100)).toBe(true);
    expect(ledger.allocate('a', 1)).toBe(false);
    expect([ledger.partitionBytes('a'), ledger.usedBytes('b')]).toEqual([100, 100]);
    expect(ledger.tenants()).toEqual(['a', 'b']);
  });

  it('takes back what was allocated, and treats more as a bug', () => {
    const ledger = createSharedLedger(100);
    ledger.allocate('a', 10);
    ledger.free('a', 10);
    expect(() => ledger.free('a', 1)).toThrow('freed 1 bytes of a, which holds 0');
  });
});
