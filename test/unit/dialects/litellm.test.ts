import { expect, test } from 'vitest';
import { litellm } from '../../../src/dialects/litellm.ts';

const served = {
  'x-litellm-call-id': '98ab2736-d45e-436f-9502-d29206bfc95a',
  'x-litellm-version': '1.80.11',
  'x-litellm-key-rpm-limit': '60',
  'x-litellm-key-tpm-limit': 'None',
  'x-ratelimit-api_key-limit-requests': '60',
  'x-ratelimit-api_key-remaining-requests': '58',
  'x-ratelimit-team-limit-requests': '500',
  'x-ratelimit-team-remaining-requests': '12',
  'x-ratelimit-api_key-limit-max_parallel_requests': '4',
  'x-ratelimit-limit-requests': '30000',
  'x-ratelimit-limit-tokens': '150000000',
  'x-ratelimit-remaining-tokens': '149999950',
  'llm_provider-x-ratelimit-limit-requests': '30000',
};

const refusal = {
  httpStatus: 429,
  headers: { 'retry-after': '60', rate_limit_type: 'requests', reset_at: '2026-11-24 10:01:00 UTC' },
  body: '{"error":{"message":"Rate limit exceeded for api_key: 88dc28. Limit type: requests. Current limit: 60, Remaining: 0.","type":"None","param":"None","code":"429"}}',
};

test('of its own limits the nearest comes before that of the provider', () => {
  expect(litellm.allowance(served)).toEqual({
    requests: { limit: 500, remaining: 12, windowSeconds: 60 },
    tokens: { limit: 150_000_000, remaining: 149_999_950 },
  });
});

test('the limits of the key are taken where nothing says what is left', () => {
  expect(litellm.allowance({ 'x-litellm-key-rpm-limit': '60', 'x-litellm-key-tpm-limit': '9000' })).toEqual({
    requests: { limit: 60, windowSeconds: 60 },
    tokens: { limit: 9000, windowSeconds: 60 },
  });
});

test('the limits of the provider come last', () => {
  const passedOn = {
    'llm_provider-x-ratelimit-limit-requests': '2000',
    'llm_provider-x-ratelimit-remaining-requests': '1999',
    'llm_provider-x-ratelimit-reset-requests': '12ms',
  };
  expect(litellm.allowance(passedOn)).toEqual({
    requests: { limit: 2000, remaining: 1999, resetSeconds: 0.012 },
  });
});

test('malformed limits are none', () => {
  expect(
    litellm.allowance({
      'x-litellm-key-rpm-limit': 'None',
      'x-ratelimit-api_key-limit-requests': '60, 60',
      'x-ratelimit-api_key-remaining-requests': '-3',
      [`x-ratelimit-${'k'.repeat(9000)}-limit-tokens`]: '5',
    }),
  ).toEqual({});
});

test('a refusal: when to come back, and why', () => {
  expect(litellm.comeBackSeconds(refusal.headers)).toBe(60);
  expect(litellm.errorOf(refusal.body)).toEqual({
    code: '429',
    message:
      'Rate limit exceeded for api_key: 88dc28. Limit type: requests. Current limit: 60, Remaining: 0.',
  });
  expect(
    litellm.errorOf(
      '{"error":{"message":"litellm.RateLimitError: slots in use","type":"throttling_error","param":null,"code":"429"}}',
    ),
  ).toEqual({ code: 'throttling_error', message: 'litellm.RateLimitError: slots in use' });
  expect(litellm.comeBackSeconds(served)).toBeUndefined();
});

test.each([
  ['its headers', { httpStatus: 200, headers: served, body: '{}' }, 1],
  [
    'those it passes on',
    { httpStatus: 200, headers: { 'llm_provider-server': 'cloudflare' }, body: '' },
    0.9,
  ],
  ['a refusal', refusal, 0.8],
  [
    'a budget',
    {
      httpStatus: 429,
      headers: {},
      body: '{"error":{"message":"Budget has been exceeded!","type":"budget_exceeded","param":null,"code":"429"}}',
    },
    0.8,
  ],
  ['nothing of its', { httpStatus: 429, headers: { 'x-ratelimit-limit-requests': '3' }, body: 'no' }, 0],
])('is recognised by %s', (_, answer, score) => {
  expect(litellm.recognise(answer)).toBe(score);
});
