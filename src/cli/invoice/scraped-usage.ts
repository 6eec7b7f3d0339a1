import { PrometheusDriver } from 'prometheus-query';
import { EnvironmentError } from '../../model/errors.ts';
import type { ScrapedSeries } from '../../reference-stack/billing/counter-growth.ts';
import {
  periodBeginMs,
  type InvoiceRequest,
  type ScrapedUsage,
} from '../../reference-stack/billing/invoice.ts';
import { abortable } from '../../system/abortable.ts';
import { reasonOf } from '../../experiment/probes/prometheus.ts';

const requestsTotal = 'tenant_requests_total';
const computeSecondsTotal = 'tenant_gpu_compute_seconds_total';
/** What the gateway counts requests under that have no valid key. */
const nobody = 'unknown';

/** How far before the period a sample is looked for: as far as Prometheus's own look-back. */
const lookBackSeconds = 5 * 60;
const timeoutMs = 60_000;

/** Asks a Prometheus what tenants used. Every call throws EnvironmentError `prometheus-failed`. */
export interface UsageSource {
  /** Names of all tenants with a count. */
  tenants(): Promise<string[]>;
  usageOf(request: InvoiceRequest, billedStatuses: readonly number[]): Promise<ScrapedUsage>;
}

export function usageSource(prometheus: URL, signal: AbortSignal): UsageSource {
  const endpoint = prometheus.href.replace(/\/$/, '');
  const driver = new PrometheusDriver({ endpoint, timeout: timeoutMs });
  const ask = async <T>(question: Promise<T>): Promise<T> => {
    try {
      return await abortable(question, signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new EnvironmentError(`Cannot ask the Prometheus at ${endpoint}: ${reasonOf(cause)}`, {
        code: 'prometheus-failed',
        hint: 'Check that it is up and can be reached from here.',
        cause,
      });
    }
  };
  return {
    tenants: async () => {
      const names = await ask(driver.labelValues('tenant_id', [requestsTotal, computeSecondsTotal]));
      return names.filter((name) => name !== nobody);
    },
    usageOf: (request, billedStatuses) =>
      readUsage((selector) => ask(rawSamples(driver, selector, request)), request.tenantId, billedStatuses),
  };
}

async function readUsage(
  read: (selector: string) => Promise<Series[]>,
  tenantId: string,
  billedStatuses: readonly number[],
): Promise<ScrapedUsage> {
  const tenant = `tenant_id=${JSON.stringify(tenantId)}`;
  const [computeSeconds, requests] = await Promise.all([
    read(`${computeSecondsTotal}{${tenant}}`),
    read(`${requestsTotal}{${tenant},status=~"${billedStatuses.join('|')}"}`),
  ]);
  const instances = new Set([...computeSeconds, ...requests].map(({ metric }) => metric.labels['instance']));
  const processes = await Promise.all(
    [...instances].map((instance) =>
      read(`process_start_time_seconds{instance=${JSON.stringify(instance ?? '')}}`),
    ),
  );
  return {
    computeSeconds: computeSeconds.map(scraped),
    requests: requests.map(scraped),
    processes: processes.flat().map(scraped),
  };
}

interface Series {
  metric: { labels: Record<string, string> };
  values: { time: Date; value: number }[];
}

/**
 * A range selector as an instant query answers with the samples as they were scraped, at the times of their scrapes; a range
 * query would evaluate at steps of its own. Source: https://prometheus.io/docs/prometheus/latest/querying/api/#range-vectors.
 */
async function rawSamples(
  driver: PrometheusDriver,
  selector: string,
  request: InvoiceRequest,
): Promise<Series[]> {
  const seconds = Math.ceil((request.toMs - periodBeginMs(request)) / 1000) + lookBackSeconds;
  const answer = await driver.instantQuery(`${selector}[${seconds}s]`, request.toMs);
  return answer.result as Series[];
}

/** A pod keeps its name and address when its process restarts; another pod may get its address. */
const scraped = ({ metric: { labels }, values }: Series): ScrapedSeries => ({
  target: [labels['pod'], labels['instance']].filter((label) => label !== undefined).join(' at '),
  samples: values.map(({ time, value }) => ({ atMs: time.getTime(), value })),
});
