import { expect, test } from 'vitest';
import { kong } from '../../../src/dialects/kong.ts';

const refusal = {
  httpStatus: 429,
  headers: {
    'x-ratelimit-limit-second': '5',
    'x-ratelimit-remaining-second': '4',
    'x-ratelimit-limit-minute': '10',
    'x-ratelimit-remaining-minute': '0',
    'ratelimit-limit': '10',
    'ratelimit-remaining': '0',
    'ratelimit-reset': '47',
    'retry-after': '47',
    'x-kong-response-latency': '1',
    server: 'kong/3.9.0',
  },
  body: '{"message":"API rate limit exceeded"}',
};

test('of several windows the one that is nearest to its limit, with the reset that is told of it', () => {
  expect(kong.allowance(refusal.headers)).toEqual({
    requests: { limit: 10, remaining: 0, resetSeconds: 47, windowSeconds: 60 },
  });
});

test('a reset of another limit is not put to it', () => {
  const headers = { ...refusal.headers, 'ratelimit-limit': '6', 'ratelimit-remaining': '4' };
  expect(kong.allowance(headers)).toEqual({ requests: { limit: 10, remaining: 0, windowSeconds: 60 } });
});

test('the three headers alone', () => {
  const headers = { 'ratelimit-limit': '6', 'ratelimit-remaining': '4', 'ratelimit-reset': '47' };
  expect(kong.allowance(headers)).toEqual({ requests: { limit: 6, remaining: 4, resetSeconds: 47 } });
});

test('with as much left, the longer window', () => {
  const headers = {
    'x-ratelimit-limit-minute': '10',
    'x-ratelimit-remaining-minute': '3',
    'x-ratelimit-limit-month': '1000',
    'x-ratelimit-remaining-month': '3',
  };
  expect(kong.allowance(headers)).toEqual({
    requests: { limit: 1000, remaining: 3, windowSeconds: 2_592_000 },
  });
});

test('tokens, by window and provider', () => {
  const headers = {
    'x-ai-ratelimit-limit-30-azure': '1000',
    'x-ai-ratelimit-remaining-30-azure': '950',
    'x-ai-ratelimit-limit-minute-policy-1': '2000',
    'x-ai-ratelimit-remaining-minute-policy-1': '0',
    'x-ai-ratelimit-reset-minute-policy-1': '51',
    'x-ai-ratelimit-retry-after': '51',
    'x-ai-ratelimit-query-cost': '100',
  };
  expect(kong.allowance(headers)).toEqual({
    tokens: { limit: 2000, remaining: 0, resetSeconds: 51, windowSeconds: 60 },
  });
  expect(kong.comeBackSeconds(headers)).toBe(51);
});

test.each([
  [refusal.headers, 47],
  [{ 'x-ai-ratelimit-retry-after-30-azure': '12', 'x-ai-ratelimit-retry-after-60-cohere': '40' }, 40],
  [{ 'ratelimit-limit': '6', 'ratelimit-remaining': '0', 'ratelimit-reset': '33' }, 33],
  [{ 'ratelimit-limit': '6', 'ratelimit-remaining': '1', 'ratelimit-reset': '33' }, undefined],
])('%o: may come back after %s s', (headers, seconds) => {
  expect(kong.comeBackSeconds(headers)).toBe(seconds);
});

test('malformed limits are none, and APISIX is another', () => {
  expect(
    kong.allowance({
      'x-ratelimit-limit-minute': 'ten',
      'x-ratelimit-remaining-minute': '9, 8',
      'x-ratelimit-limit-fortnight': '10',
      'ratelimit-limit': '1e3',
      'ratelimit-reset': 'soon',
      'x-ai-ratelimit-limit-deepseek': '1000',
      'x-ai-ratelimit-limit-30-azure': '9'.repeat(400),
    }),
  ).toEqual({});
});

test('its error is a message without a code', () => {
  expect(kong.errorOf(refusal.body)).toEqual({ message: 'API rate limit exceeded' });
});

test.each([
  ['its words', { ...refusal, headers: {} }, 1],
  ['limits of tokens', { httpStatus: 200, headers: { 'x-ai-ratelimit-limit-30-azure': '9' }, body: '' }, 1],
  ['limits of a window', { httpStatus: 200, headers: { 'x-ratelimit-limit-minute': '9' }, body: '' }, 0.8],
  ['its name', { httpStatus: 200, headers: { via: '1.1 kong/3.9.0' }, body: '' }, 0.3],
  ['nothing of its', { httpStatus: 200, headers: { 'x-ratelimit-limit-requests': '9' }, body: '' }, 0],
])('is recognised by %s', (_, answer, score) => {
  expect(kong.recognise(answer)).toBe(score);
});
