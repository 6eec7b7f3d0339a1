import { expect, test } from 'vitest';
import { metricsFor } from '../../../../src/dialects/metrics/promql.ts';
import { engineRoles, type EngineName } from '../../../../src/model/engine-metrics.ts';

const asked = (engine: EngineName) => ({ engine, names: {} });

test.each<[EngineName, string[][]]>([
  [
    'vllm',
    [
      ['vllm:num_requests_waiting'],
      ['vllm:num_requests_running'],
      ['vllm:prompt_tokens_total'],
      ['vllm:generation_tokens_total'],
      ['vllm:request_success_total'],
    ],
  ],
  [
    'llama.cpp',
    [
      ['llamacpp:requests_deferred'],
      ['llamacpp:requests_processing'],
      ['llamacpp:prompt_tokens_total'],
      ['llamacpp:tokens_predicted_total'],
      [],
    ],
  ],
  [
    'triton',
    [
      ['nv_trt_llm_request_metrics{request_type="waiting"}', 'nv_inference_pending_request_count'],
      ['nv_trt_llm_request_metrics{request_type="scheduled"}'],
      [],
      [],
      ['nv_inference_request_success'],
    ],
  ],
])('%s calls its figures so, the best first, and lacks some', (engine, metrics) => {
  expect(engineRoles.map((role) => metricsFor(role, asked(engine)).map(({ metric }) => metric))).toEqual(
    metrics,
  );
});

test.each([
  ['{job="x"}', 'nv_trt_llm_request_metrics{request_type="scheduled",job="x"}'],
  ['{ job="x" , }', 'nv_trt_llm_request_metrics{request_type="scheduled",job="x"}'],
])('the series of %s are asked for, beside what the metric says of itself', (selector, metric) => {
  expect(metricsFor('requestsRunning', { ...asked('triton'), selector })).toEqual([
    { role: 'requestsRunning', metric },
  ]);
});

test('a name of the settings stands for every one of the engine', () => {
  const named = { ...asked('triton'), selector: '{job="x"}', names: { requestsWaiting: 'my:queue' } };
  expect(metricsFor('requestsWaiting', named)).toEqual([
    { role: 'requestsWaiting', metric: 'my:queue{job="x"}' },
  ]);
});
