import type { MetricsFlavour } from './metrics-flavour.ts';

/**
 * NVIDIA's Triton: its own metrics, which know requests and no tokens, and those of its TensorRT-LLM backend, whose
 * `scheduled` are running and whose `waiting` came later. The histogram is there with
 * `--metrics-config histogram_latencies=true`; it is of the first response, which is a token only where a decoupled
 * model streams, and of a model that does not stream it is the whole request.
 * Sources: https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md;
 * https://github.com/triton-inference-server/tensorrtllm_backend (`nv_trt_llm_request_metrics`); which of its types
 * means what: https://github.com/kubernetes-sigs/gateway-api-inference-extension (model server protocol).
 */
export const triton: MetricsFlavour = {
  id: 'triton',
  sign: /^nv_(?:inference|trt_llm)_/,
  names: {
    requestsRunning: [{ name: 'nv_trt_llm_request_metrics', labels: { request_type: 'scheduled' } }],
    requestsWaiting: [
      { name: 'nv_trt_llm_request_metrics', labels: { request_type: 'waiting' } },
      { name: 'nv_inference_pending_request_count' },
    ],
    promptTokensTotal: [],
    generationTokensTotal: [],
    requestsCompletedTotal: [{ name: 'nv_inference_request_success' }],
    firstToken: [{ name: 'nv_inference_first_response_histogram_ms' }],
  },
  firstTokenUnit: 'milliseconds',
};
