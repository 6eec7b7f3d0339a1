import type { MetricSeries } from '../../model/engine-metrics.ts';
import type { Stretch } from '../windows.ts';

/** How the level of a series follows from its scrapes in a stretch; undefined if they are too few. */
type LevelOf = (scrapes: MetricSeries) => number | undefined;

/** Of a gauge: the mean of its scrapes. */
export const meanOf: LevelOf = ({ values }) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a counter: its growth per second from the first scrape to the last; undefined also if it began anew between them. */
export const growthOf: LevelOf = ({ scrapedAtMs, values }) => {
  const [firstMs, lastMs] = [scrapedAtMs[0], scrapedAtMs.at(-1)];
  const [first, last] = [values[0], values.at(-1)];
  if (firstMs === undefined || lastMs === undefined || lastMs <= firstMs) return undefined;
  if (first === undefined || last === undefined || last < first) return undefined;
  return (last - first) / ((lastMs - firstMs) / 1000);
};

/**
 * The level of a metric in a stretch: the sum over its series that live then.
 * @returns undefined if one of them, or all, cannot be told
 */
export function levelIn(
  series: readonly MetricSeries[],
  stretch: Stretch,
  levelOf: LevelOf,
): number | undefined {
  const living = series.filter((one) => livesIn(one, stretch));
  if (living.length === 0) return undefined;
  return living.reduce<number | undefined>((sum, one) => {
    const level = levelOf(scrapesIn(one, stretch));
    return sum === undefined || level === undefined ? undefined : sum + level;
  }, 0);
}

/** It was scraped before the end of the stretch and after its beginning, if not in it. */
const livesIn = ({ scrapedAtMs }: MetricSeries, { fromMs, toMs }: Stretch): boolean =>
  (scrapedAtMs[0] ?? Number.POSITIVE_INFINITY) < toMs &&
  (scrapedAtMs.at(-1) ?? Number.NEGATIVE_INFINITY) >= fromMs;

function scrapesIn({ scrapedAtMs, values }: MetricSeries, { fromMs, toMs }: Stretch): MetricSeries {
  const isIn = (_: number, index: number): boolean => {
    const atMs = scrapedAtMs[index] ?? Number.NaN;
    return atMs >= fromMs && atMs < toMs;
  };
  return { scrapedAtMs: scrapedAtMs.filter(isIn), values: values.filter(isIn) };
}
