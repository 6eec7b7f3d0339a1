import { Big } from 'big.js';
import { chargeByTier, type TierCharge } from './charge-by-tier.ts';
import { growthOf, type Growth, type ScrapedSeries } from './counter-growth.ts';
import { lastMinusFirst } from './last-minus-first.ts';
import type { PriceList } from './price-list.ts';

/** What a tenant owes; the first five fields are the chapter's. Money is a decimal number as text, exact and not rounded. */
export interface Invoice {
  tenant_id: string;
  period_days: number;
  /** Seconds of one GPU, to the microsecond: a counter of floating-point numbers holds no more. */
  compute_seconds: number;
  /** Requests with a status that is billed. */
  requests: number;
  /** In `currency`; the sum of the amounts of the lines. */
  total: string;
  currency: 'USD';
  /** Begin and end of the period, ISO 8601. */
  from: string;
  to: string;
  /** First sample of a process that served the tenant, if there is one. */
  samples_since: string | null;
  lines: InvoiceLine[];
  /** Targets that counted before the period, nobody knows how much: what they counted before their first sample is not billed. */
  uncertain_targets: string[];
}

/** What lies in one tier. */
export interface InvoiceLine {
  item: 'compute_seconds' | 'requests';
  /** Units that the tiers before hold. */
  from: number;
  /** Last unit of the tier; null if it has no end. */
  up_to: number | null;
  quantity: number;
  /** For each unit. */
  price: string;
  amount: string;
}

/** What Prometheus scraped, all of one tenant. */
export interface ScrapedUsage {
  /** `tenant_gpu_compute_seconds_total`. */
  computeSeconds: readonly ScrapedSeries[];
  /** `tenant_requests_total`, of the billed statuses. */
  requests: readonly ScrapedSeries[];
  /** `process_start_time_seconds` of the targets of both. */
  processes: readonly ScrapedSeries[];
}

export interface InvoiceRequest {
  tenantId: string;
  periodDays: number;
  /** End of the period, milliseconds since the epoch. */
  toMs: number;
}

const microsecondDecimals = 6;

/** Begin of the period, milliseconds since the epoch. */
export const periodBeginMs = ({ periodDays, toMs }: InvoiceRequest): number =>
  toMs - Math.round(periodDays * 24 * 60 * 60 * 1000);

export function makeInvoice(request: InvoiceRequest, usage: ScrapedUsage, prices: PriceList): Invoice {
  const fromMs = periodBeginMs(request);
  const growth = (counters: readonly ScrapedSeries[]): Growth =>
    prices.counter_growth === 'reset-aware'
      ? growthOf(counters, usage.processes, fromMs)
      : lastMinusFirst(counters, fromMs);
  const compute = growth(usage.computeSeconds);
  const requests = growth(usage.requests);
  const computeSeconds = compute.amount.round(microsecondDecimals);
  const charges = {
    compute_seconds: chargeByTier(computeSeconds, prices.compute_seconds),
    requests: chargeByTier(requests.amount, prices.requests),
  };
  return {
    tenant_id: request.tenantId,
    period_days: request.periodDays,
    compute_seconds: computeSeconds.toNumber(),
    requests: requests.amount.toNumber(),
    total: totalOf([...charges.compute_seconds, ...charges.requests]),
    currency: 'USD',
    from: new Date(fromMs).toISOString(),
    to: new Date(request.toMs).toISOString(),
    samples_since: firstSampleOf(usage.processes),
    lines: (['compute_seconds', 'requests'] as const).flatMap((item) =>
      charges[item].map((charge) => lineOf(item, charge)),
    ),
    uncertain_targets: [...new Set([...compute.uncertainTargets, ...requests.uncertainTargets])].sort(),
  };
}

const totalOf = (charges: readonly TierCharge[]): string =>
  charges.reduce((sum, { amount }) => sum.plus(amount), Big(0)).toFixed();

const lineOf = (item: InvoiceLine['item'], { from, tier, quantity, amount }: TierCharge): InvoiceLine => ({
  item,
  from: from.toNumber(),
  up_to: tier.up_to ?? null,
  quantity: quantity.toNumber(),
  price: tier.price,
  amount: amount.toFixed(),
});

function firstSampleOf(processes: readonly ScrapedSeries[]): string | null {
  const moments = processes.flatMap(({ samples }) => samples[0]?.atMs ?? []);
  return moments.length === 0 ? null : new Date(Math.min(...moments)).toISOString();
}
