import { Gauge, type Registry } from 'prom-client';
import type { Gpu } from './gpu.ts';

/** What is so at the moment: read at each scrape. */
export function addGauges(registry: Registry, { scheduler, ledger, models, cache }: Gpu): void {
  const { weightBytes } = models;
  // As in vLLM, a cached block that no sequence uses is free: whoever needs memory gets it.
  const usedBytes = (tenant: string): number => ledger.usedBytes(tenant) - cache.idleBytes(tenant);
  const kvBytes = (tenant: string): number => usedBytes(tenant) - weightBytes(tenant);
  const sum = (of: (tenant: string) => number): number =>
    ledger.tenants().reduce((total, tenant) => total + of(tenant), 0);

  const gauge = (name: string, help: string, read: () => number): void =>
    register(registry, { name, help, labelNames: [], read: (set) => set({}, read()) });
  const perTenant = (name: string, help: string, read: (tenant: string) => number): void =>
    register(registry, {
      name,
      help,
      labelNames: ['tenant_id'],
      read: (set) => {
        for (const tenant_id of ledger.tenants()) set({ tenant_id }, read(tenant_id));
      },
    });

  gauge('vllm:num_requests_running', 'Sequences in the batch.', () => scheduler.running);
  gauge('vllm:num_requests_waiting', 'Requests that wait for a slot.', () => scheduler.waiting);
  gauge(
    'vllm:kv_cache_usage_perc',
    'Share of the memory beside weights that KV blocks in use take, 0 to 1.',
    () => {
      const roomBytes = ledger.totalBytes - sum(weightBytes);
      return roomBytes > 0 ? sum(kvBytes) / roomBytes : 1;
    },
  );
  gauge('gpu_memory_total_bytes', 'Memory of the GPU.', () => ledger.totalBytes);
  perTenant('gpu_memory_used_bytes', 'Weights and KV blocks in use, by partition.', usedBytes);
  perTenant('gpu_memory_kv_bytes', 'KV blocks in use, by partition.', kvBytes);
  perTenant('gpu_memory_cached_bytes', 'KV blocks kept for prompts to come; not in use.', cache.idleBytes);
}

interface GaugeOptions {
  name: string;
  help: string;
  labelNames: string[];
  read: (set: (labels: Record<string, string>, value: number) => void) => void;
}

function register(registry: Registry, { name, help, labelNames, read }: GaugeOptions): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      collect() {
        read((labels, value) => this.set(labels, value));
      },
    }),
  );
}
