import type { MetricsFlavour } from './metrics-flavour.ts';

/**
 * Our reference gateway. Its requests in flight include those that wait.
 * Source: `src/reference-stack/gateway/metrics.ts`.
 */
export const referenceGateway: MetricsFlavour = {
  id: 'reference-gateway',
  sign: /^(?:gateway_queue_length|gateway_config_valid|tenant_tokens_admitted_total)$/,
  names: {
    requestsRunning: [{ name: 'tenant_requests_in_flight' }],
    requestsWaiting: [{ name: 'gateway_queue_length' }],
    promptTokensTotal: [{ name: 'tenant_tokens_total', labels: { direction: 'input' } }],
    generationTokensTotal: [{ name: 'tenant_tokens_total', labels: { direction: 'output' } }],
    requestsCompletedTotal: [{ name: 'tenant_requests_total', labels: { status: '200' } }],
    firstToken: [{ name: 'tenant_time_to_first_token_seconds' }],
  },
  firstTokenUnit: 'seconds',
};
