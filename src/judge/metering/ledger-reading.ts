import type { ReadingStep } from '../../model/step.ts';

/** Keys an answer by tenant and one more label, e.g. `tenant-a 200`. */
const byTenantAnd = (label: string, metric: string): string =>
  `label_join(sum by (tenant_id, ${label}) (${metric}), "key", " ", "tenant_id", "${label}")`;

const queries = {
  gateway: {
    requests: byTenantAnd('status', 'tenant_requests_total'),
    tokens: byTenantAnd('direction', 'tenant_tokens_total'),
    inFlight: 'sum(tenant_requests_in_flight)',
  },
  engine: {
    requests: byTenantAnd('status', 'engine_requests_total'),
    tokens: byTenantAnd('direction', 'engine_tokens_total'),
    gpuSeconds: `label_join(sum by (tenant_id) (tenant_gpu_compute_seconds_total), "key", "", "tenant_id")`,
    busySeconds: 'sum(gpu_busy_seconds_total)',
    inFlight: 'sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting)',
  },
} as const;

/** What can be asked of a ledger. */
export type LedgerQuery = 'requests' | 'tokens' | 'gpuSeconds' | 'busySeconds';

/** Reads everything that the gateway or the engines have counted, once nothing is under way any more. */
export const ledgerReading = (app: keyof typeof queries, id: string): ReadingStep => ({
  kind: 'reading',
  id,
  app,
  queries: queries[app],
  by: 'key',
  until: { query: 'inFlight', atMost: 0, withinSeconds: 20 },
});
