import type { Bill, Biller, TrialPrices } from '../../model/bill.ts';
import { makeInvoice, type Invoice } from '../../reference-stack/billing/invoice.ts';
import type { PriceList } from '../../reference-stack/billing/price-list.ts';
import { usageSource } from './scraped-usage.ts';

const dayMs = 24 * 60 * 60 * 1000;

export interface BillingSources {
  prometheus: URL;
  /** Those in force when a bill is made out. */
  prices: () => Promise<PriceList>;
}

/** Makes out bills as `tenantproof invoice` does, by the same code. */
export const stackBiller =
  ({ prometheus, prices }: BillingSources): Biller =>
  async ({ tenant, fromMs, toMs, prices: trial }, signal) => {
    const inForce = await prices();
    const applied = trial ? { ...inForce, ...tiersOf(trial) } : inForce;
    const request = { tenantId: tenant, periodDays: (toMs - fromMs) / dayMs, toMs };
    const usage = await usageSource(prometheus, signal).usageOf(request, applied.billed_statuses);
    return billOf(makeInvoice(request, usage, applied));
  };

const billOf = ({ requests, compute_seconds, total, lines }: Invoice): Bill => ({
  requests,
  computeSeconds: compute_seconds,
  total,
  lines: lines.map(({ up_to, ...line }) => ({ ...line, upTo: up_to })),
});

const tiersOf = ({
  requests,
  computeSeconds,
}: TrialPrices): Pick<PriceList, 'requests' | 'compute_seconds'> => ({
  requests: requests.map(tierOf),
  compute_seconds: computeSeconds.map(tierOf),
});

const tierOf = ({ upTo, price }: TrialPrices['requests'][number]): PriceList['requests'][number] => ({
  price,
  ...(upTo === undefined ? {} : { up_to: upTo }),
});
