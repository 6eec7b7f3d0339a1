import { Big } from 'big.js';
import type { PriceTier } from './price-list.ts';

/** What lies in one tier, and what it costs. Exact: nothing is rounded. */
export interface TierCharge {
  /** Units that the tiers before hold. */
  from: Big;
  tier: PriceTier;
  quantity: Big;
  /** US dollars. */
  amount: Big;
}

/**
 * Shares a quantity out among the tiers: each unit costs the price of the tier that it lies in, so that one unit more
 * never makes the whole cheaper. A tier's last unit is `up_to`. Tiers that hold nothing are left out.
 */
export function chargeByTier(quantity: Big, tiers: readonly PriceTier[]): TierCharge[] {
  const charges: TierCharge[] = [];
  let from = Big(0);
  for (const tier of tiers) {
    const end = tier.up_to === undefined || quantity.lt(tier.up_to) ? quantity : Big(tier.up_to);
    if (end.lte(from)) break;
    const inTier = end.minus(from);
    charges.push({ from, tier, quantity: inTier, amount: inTier.times(tier.price) });
    from = end;
  }
  return charges;
}
