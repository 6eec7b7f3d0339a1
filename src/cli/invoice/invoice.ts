import { readStackFacts } from '../../config/stack-facts.ts';
import { makeInvoice, type Invoice } from '../../reference-stack/billing/invoice.ts';
import { nowMs } from '../../system/clock.ts';
import { packageFile } from '../../system/package-file.ts';
import type { CommandContext } from '../context.ts';
import { billedStack } from './billed-stack.ts';
import { requireTenant, type InvoiceOrder } from './invoice-order.ts';
import { usageSource } from './scraped-usage.ts';

/**
 * The invoice of the period that ends now. A tenant is known if the stack's manifests name it or Prometheus has a count of it.
 * @throws UsageError `unknown-tenant`
 * @throws EnvironmentError `no-stack`, `bad-prices` or `prometheus-failed`
 */
export async function invoiceFor(order: InvoiceOrder, context: CommandContext): Promise<Invoice> {
  const { prometheus, prices } = await billedStack(order.prometheus, context);
  const source = usageSource(prometheus, context.signal);
  const { tenants } = await readStackFacts(packageFile('k8s-fixtures/base'));
  requireTenant(order.tenant, [...tenants.map(({ name }) => name), ...(await source.tenants())]);
  const request = { tenantId: order.tenant, periodDays: order.periodDays, toMs: nowMs() };
  return makeInvoice(request, await source.usageOf(request, prices.billed_statuses), prices);
}
