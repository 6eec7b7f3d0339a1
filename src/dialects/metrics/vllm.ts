import type { MetricsFlavour } from './metrics-flavour.ts';

/**
 * vLLM, versions 0 and 1 of its engine; and our reference engine, which has vLLM's names.
 * Source: https://docs.vllm.ai/en/latest/design/metrics.html.
 */
export const vllm: MetricsFlavour = {
  id: 'vllm',
  sign: /^vllm:/,
  names: {
    requestsRunning: [{ name: 'vllm:num_requests_running' }],
    requestsWaiting: [{ name: 'vllm:num_requests_waiting' }],
    promptTokensTotal: [{ name: 'vllm:prompt_tokens_total' }],
    generationTokensTotal: [{ name: 'vllm:generation_tokens_total' }],
    requestsCompletedTotal: [{ name: 'vllm:request_success_total' }],
    firstToken: [{ name: 'vllm:time_to_first_token_seconds' }],
  },
  firstTokenUnit: 'seconds',
};
