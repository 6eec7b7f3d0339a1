import { Big } from 'big.js';
import { describe, expect, it } from 'vitest';
import { chargeByTier } from '../../../../src/reference-stack/billing/charge-by-tier.ts';
import { seeded } from '../../judge/seeded.ts';

const tiers = [{ up_to: 100, price: '0.0002' }, { up_to: 1000, price: '0.00015' }, { price: '0.0001' }];

const total = (quantity: Big | number): Big =>
  chargeByTier(Big(quantity), tiers).reduce((sum, { amount }) => sum.plus(amount), Big(0));

describe('charges by tier', () => {
  it.each([
    [0, '0'],
    [1, '0.0002'],
    [99, '0.0198'],
    [100, '0.02'],
    [101, '0.02015'],
    [999, '0.15485'],
    [1000, '0.155'],
    [1001, '0.1551'],
  ])('%d units cost %s dollars, to the last decimal', (quantity, dollars) => {
    expect(total(quantity).toFixed()).toBe(dollars);
  });

  it('says what lies in each tier', () => {
    expect(
      chargeByTier(Big('1000.5'), tiers).map(({ from, quantity }) => [from.toFixed(), quantity.toFixed()]),
    ).toEqual([
      ['0', '100'],
      ['100', '900'],
      ['1000', '0.5'],
    ]);
  });

  it('neither loses nor adds anything, and never gets cheaper by more use', () => {
    const chance = seeded(25);
    for (let round = 0; round < 2000; round += 1) {
      const quantity = Big(chance.whole(2000)).plus(Big(chance.whole(1_000_000)).div(1_000_000));
      const charges = chargeByTier(quantity, tiers);
      const held = charges.reduce((sum, charge) => sum.plus(charge.quantity), Big(0));
      expect(held.toFixed()).toBe(quantity.toFixed());
      const more = quantity.plus(Big(1 + chance.whole(1_000_000)).div(1_000_000));
      expect(total(more).gt(total(quantity))).toBe(true);
      expect(total(quantity).lte(quantity.times('0.0002'))).toBe(true);
    }
  });
});
