import { prometheusAddress } from '../../../config/endpoint-address.ts';
import { readToken } from '../../../config/resolve-prometheus.ts';
import { recogniseMetrics } from '../../../dialects/metrics/recognise-metrics.ts';
import { askPrometheus, type AskedPrometheus } from '../../../experiment/engine-metrics/ask-prometheus.ts';
import { seenWords, sightings, type Sighting } from '../../../experiment/engine-metrics/sightings.ts';
import { reasonOf } from '../../../experiment/probes/prometheus.ts';
import { engineNames, type EngineName } from '../../../model/engine-metrics.ts';
import type { CommandContext } from '../../context.ts';

/** A Prometheus as it is written into the settings. */
export interface PrometheusDraft {
  /** Base address. */
  url: string;
  engine: EngineName;
  token?: { env: string };
}

export interface PrometheusLook {
  prometheus?: PrometheusDraft;
  /** Why it is not written. */
  trouble?: string;
  remarks?: string[];
}

const tokenVariable = 'PROMETHEUS_TOKEN';
const answerWithinMs = 5000;

/** Asks a Prometheus which engine's metrics it has. */
export async function lookAtPrometheus(
  address: string,
  { env, signal }: Pick<CommandContext, 'env' | 'signal'>,
): Promise<PrometheusLook> {
  const url = prometheusAddress(address);
  const token = (env[tokenVariable] ?? '') === '' ? undefined : { env: tokenVariable };
  const asked: AskedPrometheus = { url, ...(token ? { token: await readToken(token, env) } : {}) };
  try {
    const seen = await sightings(askPrometheus(asked, { withinMs: answerWithinMs, signal }));
    const engine = engineIn(seen);
    if (!engine) return { trouble: `${url} is not written down: ${seenWords(seen)}` };
    return { prometheus: { url, engine, ...(token ? { token } : {}) }, remarks: remarksOn(seen, url) };
  } catch (error) {
    signal.throwIfAborted();
    return { trouble: `${url} is not written down, for it cannot be asked: ${reasonOf(error)}` };
  }
}

/** One whose requests can be read: a run asks for no less. */
function engineIn(seen: readonly Sighting[]): EngineName | undefined {
  const has = new Set(seen.map(({ name }) => name));
  const flavour = recogniseMetrics([...has].join('\n'))?.flavour;
  const gauges = [...(flavour?.names.requestsWaiting ?? []), ...(flavour?.names.requestsRunning ?? [])];
  if (!gauges.some(({ name }) => has.has(name))) return undefined;
  return engineNames.find((engine) => engine === flavour?.id);
}

function remarksOn(seen: readonly Sighting[], url: string): string[] {
  const jobs = [...new Set(seen.map(({ job }) => job))].filter((job) => job !== '');
  if (jobs.length < 2) return [];
  return [
    `${url} has engines of the jobs ${jobs.join(', ')}: target.prometheus.selector chooses those behind the endpoint`,
  ];
}
