import { expect, test } from 'vitest';
import { openai } from '../../../src/dialects/openai.ts';

const headers = {
  'content-type': 'application/json',
  'x-ratelimit-limit-requests': '60',
  'x-ratelimit-limit-tokens': '150000',
  'x-ratelimit-remaining-requests': '59',
  'x-ratelimit-remaining-tokens': '149984',
  'x-ratelimit-reset-requests': '1s',
  'x-ratelimit-reset-tokens': '6m0s',
};

const refusal = JSON.stringify({
  error: {
    message:
      'Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 28039.',
    type: 'tokens',
    param: null,
    code: 'rate_limit_exceeded',
  },
});

test('reads both limits; the window is not told', () => {
  expect(openai.allowance(headers)).toEqual({
    requests: { limit: 60, remaining: 59, resetSeconds: 1 },
    tokens: { limit: 150_000, remaining: 149_984, resetSeconds: 360 },
  });
});

test('reads what our reference gateway sends', () => {
  const ours = {
    'x-ratelimit-limit-requests': '120',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '29.5s',
    'x-ratelimit-limit-tokens': '6000',
    'x-ratelimit-remaining-tokens': '5872',
    'x-ratelimit-reset-tokens': '1.28s',
    'retry-after': '1',
  };
  expect(openai.allowance(ours)).toEqual({
    requests: { limit: 120, remaining: 0, resetSeconds: 29.5 },
    tokens: { limit: 6000, remaining: 5872, resetSeconds: 1.28 },
  });
  expect(openai.comeBackSeconds(ours)).toBe(1);
  const body =
    '{"error":{"message":"Limit of 120 requests per minute reached. Try again in 1 s.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}';
  expect(openai.errorOf(body)).toEqual({
    code: 'rate_limit_exceeded',
    message: 'Limit of 120 requests per minute reached. Try again in 1 s.',
  });
});

test.each([
  [{ 'retry-after-ms': '2380', 'retry-after': '3' }, 2.38],
  [{ 'retry-after': '20' }, 20],
  [{ ...headers, 'x-ratelimit-remaining-tokens': '0' }, 360],
  [{ ...headers, 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-remaining-requests': '0' }, 360],
  [headers, undefined],
  [{}, undefined],
])('%o: may come back after %s s', (headers, seconds) => {
  expect(openai.comeBackSeconds(headers)).toBe(seconds);
});

test('an unknown limit of Azure, and rubbish, are no limits', () => {
  expect(
    openai.allowance({
      'x-ratelimit-limit-tokens': '-1',
      'x-ratelimit-remaining-tokens': '-1',
      'x-ratelimit-limit-requests': '100, 200',
      'x-ratelimit-remaining-requests': 'many',
      'x-ratelimit-reset-requests': '9'.repeat(5000),
    }),
  ).toEqual({});
});

test.each([
  ['a refusal', refusal, 'rate_limit_exceeded'],
  [
    'no code',
    '{"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}}',
    'invalid_request_error',
  ],
  [
    'vLLM, of old',
    '{"object":"error","message":"no","type":"BadRequestError","param":null,"code":400}',
    'BadRequestError',
  ],
  ['vLLM', '{"error":{"message":"no","type":"NotFoundError","param":"model","code":404}}', 'NotFoundError'],
  [
    'llama.cpp',
    '{"error":{"code":400,"message":"no","type":"invalid_request_error"}}',
    'invalid_request_error',
  ],
])('the code of an error: %s', (_, body, code) => {
  expect(openai.errorOf(body).code).toBe(code);
});

test('is recognised by its limits, or by how its errors look', () => {
  const answer = { httpStatus: 200, headers: {}, body: '{}' };
  expect(openai.recognise({ ...answer, headers })).toBeGreaterThan(0.5);
  expect(openai.recognise({ ...answer, headers: { 'openai-processing-ms': '256' } })).toBeGreaterThan(0.8);
  expect(openai.recognise({ ...answer, httpStatus: 429, body: refusal })).toBeGreaterThan(0.3);
  expect(openai.recognise({ ...answer, body: refusal })).toBe(0);
  expect(
    openai.recognise({ ...answer, httpStatus: 429, body: '{"message":"API rate limit exceeded"}' }),
  ).toBe(0);
});
