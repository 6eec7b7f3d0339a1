import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { addGauges } from './engine-gauges.ts';
import type { Gpu } from './gpu.ts';

const latencyBuckets = [
  0.005, 0.01, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.075, 0.1, 0.2, 0.35, 0.5, 1, 2.5, 5, 10,
];

/** The engine's metrics; names that start with `vllm:` are vLLM's own, so that its dashboards work here. */
export interface EngineMetrics {
  registry: Registry;
  busySeconds: Counter;
  computeSeconds: Counter<'tenant_id' | 'model_name'>;
  modelLoads: Counter<'tenant_id' | 'model_name'>;
  modelEvictions: Counter<'tenant_id' | 'reason'>;
  outOfMemory: Counter<'tenant_id'>;
  /** `status`: ok, aborted, out_of_memory, invalid or overloaded. */
  requests: Counter<'tenant_id' | 'status'>;
  /** `direction`: input, cached or output. */
  tokens: Counter<'tenant_id' | 'direction'>;
  promptTokens: Counter<'model_name'>;
  generationTokens: Counter<'model_name'>;
  prefixQueries: Counter<'model_name'>;
  prefixHits: Counter<'model_name'>;
  firstTokenSeconds: Histogram<'model_name'>;
  requestSeconds: Histogram<'model_name'>;
}

export function createMetrics(gpu: Gpu): EngineMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addGauges(registry, gpu);
  return { registry, ...tenantCounters(registry), ...vllmMetrics(registry) };
}

type TenantCounters = Pick<
  EngineMetrics,
  'busySeconds' | 'computeSeconds' | 'modelLoads' | 'modelEvictions' | 'outOfMemory' | 'requests' | 'tokens'
>;

function tenantCounters(registry: Registry): TenantCounters {
  const counter = counterIn(registry);
  const computeHelp =
    "Time of each step, shared equally by the sequences that were in it when it began, and what each prompt added to it. All tenants' together: gpu_busy_seconds_total.";
  const computeSeconds = counter('tenant_gpu_compute_seconds_total', computeHelp, [
    'tenant_id',
    'model_name',
  ]);
  mirror(registry, computeSeconds, { name: 'gpu_compute_seconds_total', help: computeHelp });
  return {
    computeSeconds,
    busySeconds: counter('gpu_busy_seconds_total', 'Time of all steps; at most the wall time.', []),
    modelLoads: counter('model_loads_total', 'Loads of weights.', ['tenant_id', 'model_name']),
    modelEvictions: counter('model_evictions_total', 'Evictions of weights.', ['tenant_id', 'reason']),
    outOfMemory: counter('gpu_out_of_memory_total', 'Requests that found no memory.', ['tenant_id']),
    requests: counter('engine_requests_total', 'Requests by how they ended.', ['tenant_id', 'status']),
    tokens: counter(
      'engine_tokens_total',
      'Prompt tokens worked through (input) or found in the prefix cache (cached), and tokens generated (output).',
      ['tenant_id', 'direction'],
    ),
  };
}

type VllmMetrics = Pick<
  EngineMetrics,
  | 'promptTokens'
  | 'generationTokens'
  | 'prefixQueries'
  | 'prefixHits'
  | 'firstTokenSeconds'
  | 'requestSeconds'
>;

function vllmMetrics(registry: Registry): VllmMetrics {
  const counter = (name: string, help: string): Counter<'model_name'> =>
    counterIn(registry)(name, help, ['model_name']);
  const histogram = (name: string, help: string): Histogram<'model_name'> =>
    new Histogram({ name, help, labelNames: ['model_name'], buckets: latencyBuckets, registers: [registry] });
  return {
    promptTokens: counter('vllm:prompt_tokens_total', 'Prompt tokens of finished requests.'),
    generationTokens: counter('vllm:generation_tokens_total', 'Tokens generated.'),
    prefixQueries: counter('vllm:prefix_cache_queries_total', 'Prompt tokens looked up in the prefix cache.'),
    prefixHits: counter('vllm:prefix_cache_hits_total', 'Prompt tokens found in the prefix cache.'),
    firstTokenSeconds: histogram('vllm:time_to_first_token_seconds', 'From arrival to the first token.'),
    requestSeconds: histogram('vllm:e2e_request_latency_seconds', 'From arrival to the last token.'),
  };
}

function counterIn(registry: Registry) {
  return <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers: [registry] });
}

/** The same counter under a second name. */
function mirror<L extends string>(
  registry: Registry,
  original: Counter<L>,
  { name, help }: { name: string; help: string },
): void {
  registry.registerMetric(
    new Counter({
      name,
      help,
      labelNames: ['tenant_id', 'model_name'],
      registers: [],
      async collect() {
        const { values } = await original.get();
        this.reset();
        for (const { labels, value } of values) this.inc(labels, value);
      },
    }),
  );
}
