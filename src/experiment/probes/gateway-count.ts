import { PrometheusDriver } from 'prometheus-query';
import { nowMs } from '../../system/clock.ts';
import { waitUntil } from '../../system/wait-until.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';

const requestsTotal = 'tenant_requests_total';

/**
 * Records the gateway's own count of the aggressor's requests by status, as Prometheus scraped it after this moment.
 * A count that cannot be had is recorded as a fault.
 */
export async function observeGatewayCount(context: AttackContext, moment: 'before' | 'after'): Promise<void> {
  const { plan, stack, recorder, signal } = context;
  const tenant = plan.aggressor.name;
  const askedMs = nowMs();
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  try {
    const byStatus = await waitUntil(
      async () => {
        const scraped = await latestScrapeMs(prometheus);
        if (scraped === undefined || scraped < askedMs) return { seen: 'no scrape since' };
        return { ready: await countByStatus(prometheus, tenant) };
      },
      { what: 'a fresh scrape of the gateway', timeoutMs: 10_000, intervalMs: 200, signal },
    );
    recorder.record({ kind: 'gateway-count', tenant, moment, byStatus });
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `gateway count (${moment})`, cause: (error as Error).message });
  }
}

interface Series {
  metric: { labels: Record<string, string> };
  value: { value: number };
}

async function latestScrapeMs(prometheus: PrometheusDriver): Promise<number | undefined> {
  const answer = await prometheus.instantQuery('max(timestamp(up{app="gateway"}))');
  const [series] = answer.result as Series[];
  return series && series.value.value * 1000;
}

async function countByStatus(prometheus: PrometheusDriver, tenant: string): Promise<Record<string, number>> {
  const answer = await prometheus.instantQuery(
    `sum by (status) (${requestsTotal}{tenant_id=${JSON.stringify(tenant)}})`,
  );
  return Object.fromEntries(
    (answer.result as Series[]).map(({ metric, value }) => [metric.labels['status'] ?? '', value.value]),
  );
}
