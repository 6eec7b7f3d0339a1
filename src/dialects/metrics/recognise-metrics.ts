import { metricsFlavours, type MetricsFlavourName } from '../../model/metrics-flavour-name.ts';
import { llamaCpp } from './llama-cpp.ts';
import type { MetricName, MetricNames, MetricsFlavour } from './metrics-flavour.ts';
import { referenceGateway } from './reference-gateway.ts';
import { triton } from './triton.ts';
import { vllm } from './vllm.ts';

/** Every flavour there is: a new one is a file, a name in `src/model/engine-metrics.ts` (of a gateway: `metrics-flavour-name.ts`) and a line here. */
const flavours: Readonly<Record<MetricsFlavourName, MetricsFlavour>> = {
  vllm,
  'llama.cpp': llamaCpp,
  triton,
  'reference-gateway': referenceGateway,
};

export interface RecognisedMetrics {
  flavour: MetricsFlavour;
  /** Of each figure the metric that holds it; undefined where this server exposes none. */
  found: MetricNames<MetricName | undefined>;
}

/** The flavour that settings name. */
export const metricsFlavourNamed = (name: MetricsFlavourName): MetricsFlavour => flavours[name];

/**
 * Whose metrics these are, and which of them are there; undefined if nobody's that we know.
 * @param text what `/metrics` answered, in the text format of Prometheus or OpenMetrics
 */
export function recogniseMetrics(text: string): RecognisedMetrics | undefined {
  const exposed = readExposition(text);
  const names = [...exposed.keys()];
  const counted = metricsFlavours.map((id) => {
    const flavour = flavours[id];
    return { flavour, signs: names.filter((name) => flavour.sign.test(name)).length };
  });
  const [best] = counted.filter(({ signs }) => signs > 0).toSorted((a, b) => b.signs - a.signs);
  return best && { flavour: best.flavour, found: namesIn(best.flavour, exposed) };
}

function namesIn({ names }: MetricsFlavour, exposed: Exposition): MetricNames<MetricName | undefined> {
  const first = (candidates: readonly MetricName[]): MetricName | undefined =>
    candidates.find((candidate) => isExposed(candidate, exposed));
  return {
    requestsRunning: first(names.requestsRunning),
    requestsWaiting: first(names.requestsWaiting),
    promptTokensTotal: first(names.promptTokensTotal),
    generationTokensTotal: first(names.generationTokensTotal),
    requestsCompletedTotal: first(names.requestsCompletedTotal),
    firstToken: first(names.firstToken),
  };
}

/** Each metric that has a type or a series, with the labels of its series as they were written. */
type Exposition = ReadonlyMap<string, readonly string[]>;

/** Source: https://prometheus.io/docs/instrumenting/exposition_formats/. */
function readExposition(text: string): Exposition {
  const exposed = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const name = /^(?:# TYPE )?([a-zA-Z_:][\w:]*)/.exec(line)?.[1];
    if (name === undefined) continue;
    const series = exposed.get(name) ?? [];
    exposed.set(name, series);
    if (!line.startsWith('#')) series.push(line.slice(name.length));
  }
  return exposed;
}

/** With its labels; a metric of which there is no series yet may get any. */
function isExposed({ name, labels = {} }: MetricName, exposed: Exposition): boolean {
  const series = exposed.get(name);
  if (series === undefined) return exposed.has(`${name}_bucket`);
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return series.length === 0 || series.some((one) => wanted.every((label) => one.includes(label)));
}
