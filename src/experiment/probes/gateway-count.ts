import { PrometheusDriver } from 'prometheus-query';
import { nowMs } from '../../system/clock.ts';
import { waitUntil } from '../../system/wait-until.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';

const requestsTotal = 'tenant_requests_total';
const durationBuckets = 'tenant_request_duration_seconds_bucket';

/**
 * Records the gateway's own count of the tenants' requests, as Prometheus scraped it after this moment. A single shot has
 * no requests to count. A count that cannot be had is recorded as a fault.
 */
export async function observeGatewayCounts(
  context: AttackContext,
  moment: 'before' | 'after',
): Promise<void> {
  const { plan, stack, recorder, signal } = context;
  if (plan.design.kind === 'single-shot') return;
  const askedMs = nowMs();
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  try {
    await freshScrape(prometheus, askedMs, signal);
    for (const tenant of [plan.victim.name, plan.aggressor.name]) {
      const [byStatus, byDuration] = await Promise.all([
        sumBy(prometheus, 'status', requestsTotal, tenant),
        sumBy(prometheus, 'le', durationBuckets, tenant),
      ]);
      recorder.record({ kind: 'gateway-count', tenant, moment, byStatus, byDuration });
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

async function single(prometheus: PrometheusDriver, query: string): Promise<number> {
  const answer = await prometheus.instantQuery(query);
  const [series] = answer.result as Series[];
  return series?.value.value ?? 0;
}

const freshScrape = (prometheus: PrometheusDriver, askedMs: number, signal: AbortSignal): Promise<boolean> =>
  waitUntil(
    async () => {
      const scraped = await latestScrapeMs(prometheus);
      return scraped < askedMs ? { seen: 'no scrape since' } : { ready: true };
    },
    { what: 'a fresh scrape of the gateway', timeoutMs: 10_000, intervalMs: 200, signal },
  );

/** prometheus-query throws plain objects for what Prometheus answers. */
const reasonOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : String((failure as { error?: unknown }).error);

interface Series {
  metric: { labels: Record<string, string> };
  value: { value: number };
}

/** 0 if there was none yet. */
const latestScrapeMs = async (prometheus: PrometheusDriver): Promise<number> =>
  1000 * (await single(prometheus, 'max(timestamp(up{app="gateway"}))'));

async function sumBy(
  prometheus: PrometheusDriver,
  label: string,
  metric: string,
  tenant: string,
): Promise<Record<string, number>> {
  const answer = await prometheus.instantQuery(
    `sum by (${label}) (${metric}{tenant_id=${JSON.stringify(tenant)}})`,
  );
  return Object.fromEntries(
    (answer.result as Series[]).map(({ metric: { labels }, value }) => [labels[label] ?? '', value.value]),
  );
}
