import { describe, expect, it } from 'vitest';
import { moneyFaults } from '../../../../src/judge/metering/money-faults.ts';
import type { Bill, BillLine, TrialPrices } from '../../../../src/model/bill.ts';

const prices: TrialPrices = {
  requests: [{ upTo: 10, price: '0.3' }, { upTo: 20, price: '0.2' }, { price: '0.1' }],
  computeSeconds: [{ price: '1' }],
};

const first = { item: 'requests', from: 0, upTo: 10, quantity: 10, price: '0.3', amount: '3' } as const;
const second = { item: 'requests', from: 10, upTo: 20, quantity: 1, price: '0.2', amount: '0.2' } as const;

const bill = (requests: number, total: string, lines: BillLine[]): Bill => ({
  requests,
  computeSeconds: 0,
  total,
  lines,
});

describe('the money of a bill', () => {
  it.each([
    ['of nothing', bill(0, '0', [])],
    ['that ends with a tier', bill(10, '3', [first])],
    ['one above a tier', bill(11, '3.2', [first, second])],
  ])('%s is right', (_what, right) => {
    expect(moneyFaults(right, prices)).toEqual([]);
    expect(moneyFaults(right)).toEqual([]);
  });

  it.each([
    [
      'all at the price of the last tier',
      bill(11, '2.2', [{ ...first, upTo: 20, quantity: 11, price: '0.2', amount: '2.2' }]),
      'cost 3.2 by tier',
    ],
    [
      'a tier that holds too much',
      bill(11, '3.3', [{ ...first, quantity: 11, amount: '3.3' }]),
      'up to 10 holds 11',
    ],
    ['a gap between tiers', bill(10, '3.2', [first, { ...second, from: 11 }]), 'begins at 11'],
    [
      'an amount that was rounded',
      bill(11, '3.21', [first, { ...second, amount: '0.21' }]),
      '1 × 0.2 is 0.2',
    ],
    ['requests that no line holds', bill(12, '3.2', [first, second]), 'hold 11 of 12'],
  ])('%s is wrong', (_what, wrong, fault) => {
    expect(moneyFaults(wrong, prices).join('; ')).toContain(fault);
  });
});
