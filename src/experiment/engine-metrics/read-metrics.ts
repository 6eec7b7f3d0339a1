import type { EngineMetric, MetricSeries, ReadMetric } from '../../model/engine-metrics.ts';
import { nowMs } from '../../system/clock.ts';
import { clockAheadMs, reasonOf, scrapedValues } from '../probes/prometheus.ts';
import { askPrometheus, type AskedPrometheus, type AskTerms } from './ask-prometheus.ts';

/**
 * Reads metrics at each of their scrapes, on the clock of the harness. It never fails but when it is aborted.
 * @param sinceMs milliseconds since the epoch
 */
export async function readMetrics(
  prometheus: AskedPrometheus,
  metrics: readonly EngineMetric[],
  { sinceMs, ...terms }: AskTerms & { sinceMs: number },
): Promise<ReadMetric[]> {
  const driver = askPrometheus(prometheus, terms);
  const read = async (metric: EngineMetric, aheadMs: number): Promise<ReadMetric> => {
    const seconds = Math.ceil((nowMs() - sinceMs) / 1000);
    const series = await scrapedValues(driver, metric.metric, seconds);
    return { ...metric, series: series.map(({ values }) => columnsOf(values, aheadMs)) };
  };
  const failed = (metric: EngineMetric, error: unknown): ReadMetric => {
    terms.signal.throwIfAborted();
    return { ...metric, cause: reasonOf(error) };
  };
  try {
    const aheadMs = await clockAheadMs(driver);
    return await Promise.all(
      metrics.map((metric) => read(metric, aheadMs).catch((error: unknown) => failed(metric, error))),
    );
  } catch (error) {
    return metrics.map((metric) => failed(metric, error));
  }
}

function columnsOf(values: readonly { atMs: number; value: number }[], aheadMs: number): MetricSeries {
  const numbers = values.filter(({ value }) => Number.isFinite(value));
  return {
    scrapedAtMs: numbers.map(({ atMs }) => Math.round(atMs - aheadMs)),
    values: numbers.map(({ value }) => value),
  };
}
