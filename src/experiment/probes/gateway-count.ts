import { PrometheusDriver } from 'prometheus-query';
import { aggressorsOf, victimsOf } from '../../model/crowd.ts';
import { nowMs } from '../../system/clock.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { byLabel, freshScrape, reasonOf, single } from './prometheus.ts';

const requestsTotal = 'tenant_requests_total';
const tokensAdmittedTotal = 'tenant_tokens_admitted_total';
const durationBuckets = 'tenant_request_duration_seconds_bucket';

/**
 * Records the gateway's own count of the tenants' requests, as Prometheus scraped it after this moment. A single shot has
 * no requests to count, save a burst. A count that cannot be had is recorded as a fault.
 */
export async function observeGatewayCounts(
  context: AttackContext,
  moment: 'before' | 'after',
): Promise<void> {
  const { plan, stack, recorder, signal } = context;
  if (plan.design.kind === 'single-shot' && plan.attack.kind !== 'token-burst') return;
  const askedMs = nowMs();
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  try {
    await freshScrape(prometheus, { app: 'gateway', sinceMs: askedMs, signal });
    for (const { name: tenant } of [...victimsOf(plan), ...aggressorsOf(plan)]) {
      const [byStatus, byDuration, tokensAdmitted] = await Promise.all([
        sumBy(prometheus, 'status', requestsTotal, tenant),
        sumBy(prometheus, 'le', durationBuckets, tenant),
        single(prometheus, `sum(${tokensAdmittedTotal}${of(tenant)})`),
      ]);
      recorder.record({ kind: 'gateway-count', tenant, moment, byStatus, byDuration, tokensAdmitted });
    }
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `gateway count (${moment})`, cause: reasonOf(error) });
  }
}

/**
 * Records how often Prometheus scraped the gateway since the arm began. What cannot be had is recorded as a fault.
 * @param sinceMs milliseconds since the epoch
 */
export async function observeScrapes(
  { plan, stack, recorder, signal }: AttackContext,
  sinceMs: number,
): Promise<void> {
  if (plan.design.kind === 'single-shot') return;
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  const seconds = Math.floor((nowMs() - sinceMs) / 1000);
  try {
    const over = (how: string): Promise<number> =>
      single(prometheus, `sum(${how}_over_time(up{app="gateway"}[${seconds}s]))`);
    const [tried, succeeded] = await Promise.all([over('count'), over('sum')]);
    recorder.record({ kind: 'scrapes', seconds, tried, succeeded });
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: 'scrapes of the gateway', cause: reasonOf(error) });
  }
}

const sumBy = (
  prometheus: PrometheusDriver,
  label: string,
  metric: string,
  tenant: string,
): Promise<Record<string, number>> =>
  byLabel(prometheus, label, `sum by (${label}) (${metric}${of(tenant)})`);

const of = (tenant: string): string => `{tenant_id=${JSON.stringify(tenant)}}`;
