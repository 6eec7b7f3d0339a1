import { Big } from 'big.js';
import type { Bill, BillLine, TrialPrices, TrialTier } from '../../model/bill.ts';

const items = ['requests', 'compute_seconds'] as const;

/** What is wrong with the money of a bill, to the last digit; empty if it is right. @param prices those asked for, if any were */
export function moneyFaults(
  { lines, total, requests, computeSeconds }: Bill,
  prices?: TrialPrices,
): string[] {
  const quantities = { requests, compute_seconds: computeSeconds };
  const tiers = { requests: prices?.requests, compute_seconds: prices?.computeSeconds };
  const sum = lines.reduce((all, { amount }) => all.plus(amount), Big(0));
  return [
    ...items.flatMap((item) => lineFaults(item, lines, quantities[item])),
    ...items.flatMap((item) => priceFaults(item, lines, { quantity: quantities[item], tiers: tiers[item] })),
    ...(sum.eq(total) ? [] : [`the total is ${total}, its lines add up to ${sum.toFixed()}`]),
  ];
}

/** The lines of an item begin at zero, follow one another, are full but for the last, and cost quantity × price. */
function lineFaults(item: BillLine['item'], all: readonly BillLine[], quantity: number): string[] {
  const lines = all.filter((line) => line.item === item);
  let reached = Big(0);
  const faults: string[] = [];
  for (const { from, quantity: inTier, price, amount, upTo } of lines) {
    if (!reached.eq(from))
      faults.push(`a tier of ${item} begins at ${from}, the one before ended at ${reached.toFixed()}`);
    reached = reached.plus(inTier);
    if (upTo !== null && reached.gt(upTo))
      faults.push(`a tier of ${item} up to ${upTo} holds ${reached.toFixed()}`);
    const due = Big(inTier).times(price);
    if (!due.eq(amount)) faults.push(`${inTier} × ${price} is ${due.toFixed()}, billed ${amount}`);
  }
  if (!reached.eq(quantity)) faults.push(`the lines of ${item} hold ${reached.toFixed()} of ${quantity}`);
  return faults;
}

function priceFaults(
  item: BillLine['item'],
  all: readonly BillLine[],
  { quantity, tiers }: { quantity: number; tiers: readonly TrialTier[] | undefined },
): string[] {
  if (!tiers) return [];
  const billed = all
    .filter((line) => line.item === item)
    .reduce((sum, { amount }) => sum.plus(amount), Big(0));
  const due = owed(quantity, tiers);
  return due.eq(billed)
    ? []
    : [`${quantity} ${item} cost ${due.toFixed()} by tier, billed ${billed.toFixed()}`];
}

/** Each unit costs the price of the tier in which it lies; a tier holds what is above the end of the one before, up to its own. */
function owed(quantity: number, tiers: readonly TrialTier[]): Big {
  return tiers.reduce((sum, { upTo = Infinity, price }, index) => {
    const begin = tiers[index - 1]?.upTo ?? 0;
    if (quantity <= begin) return sum;
    return sum.plus(Big(Math.min(quantity, upTo)).minus(begin).times(price));
  }, Big(0));
}
