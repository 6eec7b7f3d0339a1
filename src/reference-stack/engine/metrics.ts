import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MemoryLedger } from './memory-ledger.ts';

const latencyBuckets = [
  0.005, 0.01, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.075, 0.1, 0.2, 0.35, 0.5, 1, 2.5, 5, 10,
];

/** The engine's metrics; names that start with `vllm:` are vLLM's own, so that its dashboards work here. */
export interface EngineMetrics {
  registry: Registry;
  computeSeconds: Counter<'tenant_id' | 'model_name'>;
  modelLoads: Counter<'tenant_id' | 'model_name'>;
  modelEvictions: Counter<'tenant_id' | 'reason'>;
  outOfMemory: Counter<'tenant_id'>;
  promptTokens: Counter<'model_name'>;
  generationTokens: Counter<'model_name'>;
  firstTokenSeconds: Histogram<'model_name'>;
  requestSeconds: Histogram<'model_name'>;
}

/** Read at each scrape. */
export interface EngineGauges {
  running: () => number;
  waiting: () => number;
  ledger: MemoryLedger;
}

export function createMetrics(gauges: EngineGauges): EngineMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addGauges(registry, gauges);
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string): Histogram<'model_name'> =>
    new Histogram({ name, help, labelNames: ['model_name'], buckets: latencyBuckets, registers });
  return {
    registry,
    computeSeconds: counter(
      'tenant_gpu_compute_seconds_total',
      'Time of each step, shared equally by the sequences in it; all together at most the wall time.',
      ['tenant_id', 'model_name'],
    ),
    modelLoads: counter('model_loads_total', 'Loads of weights.', ['tenant_id', 'model_name']),
    modelEvictions: counter('model_evictions_total', 'Evictions of weights.', ['tenant_id', 'reason']),
    outOfMemory: counter('gpu_out_of_memory_total', "Requests too large for their tenant's partition.", [
      'tenant_id',
    ]),
    promptTokens: counter('vllm:prompt_tokens_total', 'Prompt tokens of finished requests.', ['model_name']),
    generationTokens: counter('vllm:generation_tokens_total', 'Tokens generated.', ['model_name']),
    firstTokenSeconds: histogram('vllm:time_to_first_token_seconds', 'From arrival to the first token.'),
    requestSeconds: histogram('vllm:e2e_request_latency_seconds', 'From arrival to the last token.'),
  };
}

function addGauges(registry: Registry, { running, waiting, ledger }: EngineGauges): void {
  const total = (): number => ledger.tenants().reduce((sum, tenant) => sum + ledger.usedBytes(tenant), 0);
  const gauge = (name: string, help: string, read: () => number): void => {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  };
  gauge('vllm:num_requests_running', 'Sequences in the batch.', running);
  gauge('vllm:num_requests_waiting', 'Requests that wait for a slot.', waiting);
  gauge('gpu_memory_total_bytes', 'Memory of the GPU.', () => ledger.totalBytes);
  gauge(
    'vllm:kv_cache_usage_perc',
    'Share of the GPU memory in use, 0 to 1.',
    () => total() / ledger.totalBytes,
  );
  registry.registerMetric(
    new Gauge({
      name: 'gpu_memory_used_bytes',
      help: 'Weights and KV blocks in use, by partition.',
      labelNames: ['tenant_id'],
      registers: [],
      collect() {
        for (const tenant_id of ledger.tenants()) this.set({ tenant_id }, ledger.usedBytes(tenant_id));
      },
    }),
  );
}
