import { PrometheusDriver } from 'prometheus-query';
import type { ObservedFact } from '../../model/observation.ts';
import { nowMs } from '../../system/clock.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { byLabel, freshScrape, reasonOf, single } from './prometheus.ts';

type EngineMemory = Omit<Extract<ObservedFact, { kind: 'engine-memory' }>, 'kind' | 'moment'>;

/** Prometheus scrapes every second; a shorter stretch may hold no scrape at all. */
const leastSeconds = 3;

/**
 * Records the engines' own account of their GPU memory, as Prometheus scraped it after this moment. An account that cannot
 * be had is recorded as a fault.
 * @param sinceMs start of the stretch whose peaks count, in milliseconds since the epoch
 */
export async function observeEngineMemory(
  { stack, recorder, signal }: AttackContext,
  moment: 'before' | 'after',
  sinceMs = nowMs(),
): Promise<void> {
  const askedMs = nowMs();
  const prometheus = new PrometheusDriver({ endpoint: stack.prometheus.origin });
  try {
    await freshScrape(prometheus, { app: 'engine', sinceMs: askedMs, signal });
    const seconds = Math.max(leastSeconds, Math.floor((nowMs() - sinceMs) / 1000));
    recorder.record({ kind: 'engine-memory', moment, ...(await readAccount(prometheus, seconds)) });
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `engine memory (${moment})`, cause: reasonOf(error) });
  }
}

async function readAccount(prometheus: PrometheusDriver, seconds: number): Promise<EngineMemory> {
  const byTenant = (query: string): Promise<Record<string, number>> =>
    byLabel(prometheus, 'tenant_id', query);
  const used = 'gpu_memory_used_bytes';
  const peakOfAll = `max_over_time(sum by (pod) (${used})[${seconds}s:1s])`;
  const [started, loads, evictions, residentBytes, peakBytes, peakBytesOfAll, gpuMemoryBytes] =
    await Promise.all([
      byLabel(prometheus, 'pod', 'process_start_time_seconds{app="engine"}'),
      byTenant('sum by (tenant_id) (model_loads_total)'),
      byTenant('sum by (tenant_id) (model_evictions_total)'),
      byTenant(`sum by (tenant_id) (${used})`),
      byTenant(`max by (tenant_id) (max_over_time(${used}[${seconds}s]))`),
      single(prometheus, `max(${peakOfAll})`),
      single(prometheus, 'min(gpu_memory_total_bytes)'),
    ]);
  const processes = Object.entries(started).map(([pod, startSeconds]) => `${pod} since ${startSeconds}`);
  return {
    processes: processes.toSorted(),
    loads,
    evictions,
    residentBytes,
    peakBytes,
    peakBytesOfAll,
    gpuMemoryBytes,
  };
}
