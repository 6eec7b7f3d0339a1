import { PrometheusDriver } from 'prometheus-query';
import type { BillStep } from '../../model/step.ts';
import { nowMs } from '../../system/clock.ts';
import { freshScrape } from '../probes/prometheus.ts';
import type { StepContext } from './step-context.ts';

/** Has both tenants billed by the platform, after a fresh scrape of everything that counts, and records what it asks for. */
export async function playBill(context: StepContext, step: BillStep): Promise<void> {
  const { plan, stack, recorder, bill, signal } = context;
  const fromMs = endOf(context, step.since);
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  const askedMs = nowMs();
  for (const app of ['gateway', 'engine']) await freshScrape(prometheus, { app, sinceMs: askedMs, signal });
  const toMs = nowMs();
  for (const { name: tenant } of [plan.victim, plan.aggressor]) {
    const order = { tenant, fromMs, toMs, ...(step.prices ? { prices: step.prices } : {}) };
    recorder.record({ kind: 'bill', step: step.id, tenant, fromMs, toMs, ...(await bill(order, signal)) });
  }
}

/** Milliseconds since the epoch. @throws Error if the step has not ended */
function endOf({ recorder }: StepContext, step: string): number {
  const end = recorder
    .snapshot()
    .observations.findLast((seen) => seen.kind === 'step-ended' && seen.step === step);
  if (!end) throw new Error(`the billed period begins with step ${step}, which has not ended`);
  return end.atMs;
}
