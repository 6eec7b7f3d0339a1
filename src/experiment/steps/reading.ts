import { PrometheusDriver } from 'prometheus-query';
import type { ReadingStep } from '../../model/step.ts';
import { nowMs } from '../../system/clock.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { byLabel, freshScrape, reasonOf } from '../probes/prometheus.ts';
import type { StepContext } from './step-context.ts';

type Values = Record<string, Record<string, number>>;

/** Asks Prometheus what was scraped after this moment, until it is as the step asks, and records what was seen last. */
export async function playReading(
  { stack, recorder, signal }: StepContext,
  step: ReadingStep,
): Promise<void> {
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  try {
    const sinceMs = nowMs();
    const apps = step.app === 'both' ? ['gateway', 'engine'] : [step.app];
    await Promise.all(apps.map((app) => freshScrape(prometheus, { app, sinceMs, signal })));
    let values = await readAll(prometheus, step);
    const { until } = step;
    const settled =
      until === undefined ||
      (await waitUntil(
        async () => {
          values = await readAll(prometheus, step);
          return isSettled(values, until) ? { ready: true } : { seen: JSON.stringify(values[until.query]) };
        },
        { what: step.id, timeoutMs: until.withinSeconds * 1000, intervalMs: 200, signal },
      ).catch(() => false));
    signal.throwIfAborted();
    const started = await byLabel(prometheus, 'pod', `process_start_time_seconds{app=~"${apps.join('|')}"}`);
    const processes = Object.entries(started).map(([pod, seconds]) => `${pod} since ${seconds}`);
    recorder.record({ kind: 'reading', step: step.id, processes: processes.toSorted(), values, settled });
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(reasonOf(error), { cause: error });
  }
}

async function readAll(prometheus: PrometheusDriver, { queries, by = '' }: ReadingStep): Promise<Values> {
  const read = Object.entries(queries).map(
    async ([name, query]) => [name, await byLabel(prometheus, by, query)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

const isSettled = (values: Values, { query, atMost }: NonNullable<ReadingStep['until']>): boolean =>
  Object.values(values[query] ?? {}).every((value) => value <= atMost);
