import type { MetricsFlavour } from './metrics-flavour.ts';

/**
 * llama.cpp's `llama-server`, started with `--metrics`. It has no histograms, and counts no requests that are done.
 * Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (`GET /metrics`).
 */
export const llamaCpp: MetricsFlavour = {
  id: 'llama.cpp',
  sign: /^llamacpp:/,
  names: {
    requestsRunning: [{ name: 'llamacpp:requests_processing' }],
    requestsWaiting: [{ name: 'llamacpp:requests_deferred' }],
    promptTokensTotal: [{ name: 'llamacpp:prompt_tokens_total' }],
    generationTokensTotal: [{ name: 'llamacpp:tokens_predicted_total' }],
    requestsCompletedTotal: [],
    firstToken: [],
  },
  firstTokenUnit: 'seconds',
};
