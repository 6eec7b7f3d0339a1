import { expect, test } from 'vitest';
import { metricsFlavourNamed, recogniseMetrics } from '../../../../src/dialects/metrics/recognise-metrics.ts';
import { metricsFlavours } from '../../../../src/model/metrics-flavour-name.ts';

const vllm = `# HELP python_info Python platform information
# TYPE python_info gauge
python_info{implementation="CPython",major="3",minor="12"} 1.0
# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 4.0
# HELP vllm:num_requests_waiting Number of requests waiting to be processed.
# TYPE vllm:num_requests_waiting gauge
vllm:num_requests_waiting{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 12.0
# TYPE vllm:prompt_tokens_total counter
vllm:prompt_tokens_total{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 1048576.0
# TYPE vllm:generation_tokens_total counter
vllm:generation_tokens_total{engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"} 48120.0
# TYPE vllm:request_success_total counter
vllm:request_success_total{engine="0",finished_reason="stop",model_name="m"} 5660.0
# TYPE vllm:time_to_first_token_seconds histogram
vllm:time_to_first_token_seconds_bucket{engine="0",le="0.001",model_name="m"} 0.0
vllm:time_to_first_token_seconds_bucket{engine="0",le="+Inf",model_name="m"} 5678.0
vllm:time_to_first_token_seconds_sum{engine="0",model_name="m"} 892.3
vllm:time_to_first_token_seconds_count{engine="0",model_name="m"} 5678.0
`;

const llamaCpp = `# HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
# TYPE llamacpp:prompt_tokens_total counter
llamacpp:prompt_tokens_total 6886
# HELP llamacpp:tokens_predicted_total Number of generation tokens processed.
# TYPE llamacpp:tokens_predicted_total counter
llamacpp:tokens_predicted_total 3469
# HELP llamacpp:requests_processing Number of requests processing.
# TYPE llamacpp:requests_processing gauge
llamacpp:requests_processing 0
# HELP llamacpp:requests_deferred Number of requests deferred.
# TYPE llamacpp:requests_deferred gauge
llamacpp:requests_deferred 0
`;

const triton = `# HELP nv_inference_request_success Number of successful inference requests, all batch sizes
# TYPE nv_inference_request_success counter
nv_inference_request_success{model="my_model",version="1"} 161
# HELP nv_inference_pending_request_count Instantaneous number of pending requests awaiting execution per-model.
# TYPE nv_inference_pending_request_count gauge
nv_inference_pending_request_count{model="my_model",version="1"} 0
`;

const tensorRt = `${triton}# HELP nv_trt_llm_request_metrics TRT LLM request metrics
# TYPE nv_trt_llm_request_metrics gauge
nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="context",version="1"} 1
nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="scheduled",version="1"} 1
nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="max",version="1"} 512
# TYPE nv_inference_first_response_histogram_ms histogram
nv_inference_first_response_histogram_ms_count{model="tensorrt_llm",version="1"} 37
nv_inference_first_response_histogram_ms_bucket{model="tensorrt_llm",version="1",le="100"} 3
`;

// Nothing was served yet: its counters have no series.
const gateway = `# HELP tenant_tokens_total Tokens served; direction is input or output.
# TYPE tenant_tokens_total counter

# TYPE tenant_tokens_admitted_total counter

# TYPE tenant_requests_total counter

# TYPE tenant_time_to_first_token_seconds histogram

# TYPE gateway_queue_length gauge
gateway_queue_length 0

# TYPE tenant_requests_in_flight gauge
`;

const nothing = {
  requestsRunning: undefined,
  requestsWaiting: undefined,
  promptTokensTotal: undefined,
  generationTokensTotal: undefined,
  requestsCompletedTotal: undefined,
  firstToken: undefined,
};

test.each([
  [
    'vllm',
    vllm,
    {
      requestsRunning: { name: 'vllm:num_requests_running' },
      requestsWaiting: { name: 'vllm:num_requests_waiting' },
      promptTokensTotal: { name: 'vllm:prompt_tokens_total' },
      generationTokensTotal: { name: 'vllm:generation_tokens_total' },
      requestsCompletedTotal: { name: 'vllm:request_success_total' },
      firstToken: { name: 'vllm:time_to_first_token_seconds' },
    },
  ],
  [
    'llama.cpp',
    llamaCpp,
    {
      requestsRunning: { name: 'llamacpp:requests_processing' },
      requestsWaiting: { name: 'llamacpp:requests_deferred' },
      promptTokensTotal: { name: 'llamacpp:prompt_tokens_total' },
      generationTokensTotal: { name: 'llamacpp:tokens_predicted_total' },
      requestsCompletedTotal: undefined,
      firstToken: undefined,
    },
  ],
  [
    'triton',
    triton,
    {
      ...nothing,
      requestsWaiting: { name: 'nv_inference_pending_request_count' },
      requestsCompletedTotal: { name: 'nv_inference_request_success' },
    },
  ],
  [
    'triton',
    tensorRt,
    {
      ...nothing,
      requestsRunning: { name: 'nv_trt_llm_request_metrics', labels: { request_type: 'scheduled' } },
      requestsWaiting: { name: 'nv_inference_pending_request_count' },
      requestsCompletedTotal: { name: 'nv_inference_request_success' },
      firstToken: { name: 'nv_inference_first_response_histogram_ms' },
    },
  ],
  [
    'triton',
    `${tensorRt}nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="waiting",version="1"} 3\n`,
    {
      ...nothing,
      requestsRunning: { name: 'nv_trt_llm_request_metrics', labels: { request_type: 'scheduled' } },
      requestsWaiting: { name: 'nv_trt_llm_request_metrics', labels: { request_type: 'waiting' } },
      requestsCompletedTotal: { name: 'nv_inference_request_success' },
      firstToken: { name: 'nv_inference_first_response_histogram_ms' },
    },
  ],
  [
    'reference-gateway',
    gateway,
    {
      requestsRunning: { name: 'tenant_requests_in_flight' },
      requestsWaiting: { name: 'gateway_queue_length' },
      promptTokensTotal: { name: 'tenant_tokens_total', labels: { direction: 'input' } },
      generationTokensTotal: { name: 'tenant_tokens_total', labels: { direction: 'output' } },
      requestsCompletedTotal: { name: 'tenant_requests_total', labels: { status: '200' } },
      firstToken: { name: 'tenant_time_to_first_token_seconds' },
    },
  ],
])('%s', (id, text, found) => {
  const recognised = recogniseMetrics(text);
  expect(recognised?.flavour.id).toBe(id);
  expect(recognised?.found).toEqual(found);
});

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><title>vllm:</title>'],
  ['JSON', '{"vllm:num_requests_running":1}'],
  ['metrics of another', '# TYPE go_goroutines gauge\ngo_goroutines 8\n'],
  ['words', '# HELP x vllm:num_requests_running\n'],
  ['a long line', 'a{'.repeat(200_000)],
])('%s is of none that we know', (_, text) => {
  expect(recogniseMetrics(text)).toBeUndefined();
});

test('of two the one with more to show', () => {
  expect(recogniseMetrics(`${vllm}llamacpp:requests_processing 0\n`)?.flavour.id).toBe('vllm');
});

test('every name has its flavour', () => {
  expect(metricsFlavours.map((name) => metricsFlavourNamed(name).id)).toEqual(metricsFlavours);
});
