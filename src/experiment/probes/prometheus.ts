import type { PrometheusDriver } from 'prometheus-query';
import { nowMs } from '../../system/clock.ts';
import { waitUntil } from '../../system/wait-until.ts';

interface Series {
  metric: { name?: string; labels: Record<string, string> };
  value: { value: number };
}

interface ScrapedSeries {
  metric: { labels: Record<string, string> };
  values: { time: Date; value: number }[];
}

const ask = async (prometheus: PrometheusDriver, query: string): Promise<Series[]> =>
  (await prometheus.instantQuery(query)).result as Series[];

/** The value of a query that has one; 0 if there is none. */
export const single = async (prometheus: PrometheusDriver, query: string): Promise<number> =>
  (await ask(prometheus, query))[0]?.value.value ?? 0;

/** The values of a query by one of its labels. */
export const byLabel = async (
  prometheus: PrometheusDriver,
  label: string,
  query: string,
): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await ask(prometheus, query)).map(({ metric: { labels }, value }) => [labels[label] ?? '', value.value]),
  );

/** The name and the labels of each series that a query gives. */
export const seriesOf = async (
  prometheus: PrometheusDriver,
  query: string,
): Promise<{ name: string; labels: Record<string, string> }[]> =>
  (await ask(prometheus, query)).map(({ metric: { name = '', labels } }) => ({ name, labels }));

/**
 * How far the clock of Prometheus is ahead of the harness' clock, in milliseconds, if it is not told what time it is here;
 * wrong by half the time of an answer at most.
 * @throws Error if it tells no time
 */
export async function clockAheadMs(prometheus: PrometheusDriver): Promise<number> {
  const askedMs = nowMs();
  const [seconds] = (await prometheus.instantQuery('time()')).result as unknown as [number, string];
  if (!Number.isFinite(seconds)) throw new Error('it does not tell its time');
  return 1000 * seconds - (askedMs + nowMs()) / 2;
}

/** The values that a metric had at each scrape of so many seconds, one series for each of its sources. */
export const scrapedValues = async (
  prometheus: PrometheusDriver,
  selector: string,
  seconds: number,
): Promise<{ labels: Record<string, string>; values: { atMs: number; value: number }[] }[]> =>
  ((await prometheus.instantQuery(`${selector}[${seconds}s]`)).result as ScrapedSeries[]).map(
    ({ metric: { labels }, values }) => ({
      labels,
      values: values.map(({ time, value }) => ({ atMs: time.getTime(), value })),
    }),
  );

/** Prometheus learns of a new pod within 5 s, and forgets an old one some seconds later. */
const scrapedWithinMs = 20_000;

/** Waits until Prometheus has scraped every pod of the app, with success, after a moment in milliseconds since the epoch. */
export const freshScrape = (
  prometheus: PrometheusDriver,
  { app, sinceMs, signal }: { app: string; sinceMs: number; signal: AbortSignal },
): Promise<boolean> => {
  const up = `up{app=${JSON.stringify(app)}}`;
  return waitUntil(
    async () => {
      const oldestMs = 1000 * (await single(prometheus, `min(timestamp(${up}) * ${up})`));
      return oldestMs < sinceMs ? { seen: 'no scrape since' } : { ready: true };
    },
    { what: `a fresh scrape of the ${app}`, timeoutMs: scrapedWithinMs, intervalMs: 200, signal },
  );
};

/** prometheus-query throws plain objects for what Prometheus answers. */
export const reasonOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message : String((failure as { error?: unknown }).error);
