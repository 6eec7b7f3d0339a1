import type { PrometheusDriver } from 'prometheus-query';
import { metricsFlavourNamed } from '../../dialects/metrics/recognise-metrics.ts';
import { engineNames, engineRoles } from '../../model/engine-metrics.ts';
import { seriesOf } from '../probes/prometheus.ts';

/** A metric of an engine that a Prometheus has, and the job that scrapes it; empty if it cannot be printed. */
export interface Sighting {
  name: string;
  job: string;
}

const known = engineNames.flatMap((engine) => {
  const { names } = metricsFlavourNamed(engine);
  return engineRoles.flatMap((role) => names[role].map(({ name }) => name));
});

/** What a Prometheus has of any engine now, also under a name that only ends like one of its metrics. */
export async function sightings(prometheus: PrometheusDriver): Promise<Sighting[]> {
  const ofEngines = `{__name__=~".*(?:${[...new Set(known)].join('|')})"}`;
  const series = await seriesOf(prometheus, `count by (__name__, job) (${ofEngines})`);
  return series
    .filter(({ name }) => /^[\w:]{1,100}$/.test(name))
    .map(({ name, labels: { job = '' } }) => ({ name, job: /^[\w./:-]{1,80}$/.test(job) ? job : '' }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const mostTold = 6;

/** In words, for somebody who must find out what to ask for. */
export function seenWords(seen: readonly Sighting[]): string {
  if (seen.length === 0) return 'it has none of any engine that is known';
  const told = seen.slice(0, mostTold).map(({ name, job }) => (job === '' ? name : `${name}{job="${job}"}`));
  const more = seen.length > mostTold ? ` and ${seen.length - mostTold} more` : '';
  return `of engines it has ${told.join(', ')}${more}`;
}
