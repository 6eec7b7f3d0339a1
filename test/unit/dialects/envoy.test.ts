import { expect, test } from 'vitest';
import { envoy } from '../../../src/dialects/envoy.ts';

const global = {
  'x-envoy-ratelimited': 'true',
  'x-ratelimit-limit': '3, 3;w=60',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': '48',
  date: 'Tue, 07 May 2024 22:33:12 GMT',
  server: 'envoy',
};

const local = {
  httpStatus: 429,
  headers: {
    'content-length': '18',
    'content-type': 'text/plain',
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1',
    date: 'Tue, 24 Nov 2026 09:00:00 GMT',
    server: 'envoy',
  },
  body: 'local_rate_limited',
};

test('the global limit, with its window', () => {
  expect(envoy.allowance(global)).toEqual({
    requests: { limit: 3, remaining: 0, resetSeconds: 48, windowSeconds: 60 },
  });
  expect(envoy.comeBackSeconds(global)).toBe(48);
  expect(envoy.errorOf('')).toEqual({});
});

test('the local limit says how much its bucket holds, and no window', () => {
  expect(envoy.allowance(local.headers)).toEqual({ requests: { limit: 10, remaining: 0, resetSeconds: 1 } });
  expect(envoy.comeBackSeconds(local.headers)).toBe(1);
  expect(envoy.errorOf(local.body)).toEqual({ code: 'local_rate_limited', message: 'local_rate_limited' });
});

test.each([
  ['several windows', '10, 10;w=1;name="per-ip, or so", 1000;w=3600', { limit: 10, windowSeconds: 1 }],
  ['windows of the same quota', '10, 10;w=1, 10;w=3600', { limit: 10 }],
  ['the name of the oldest draft', '10, 10;window=60', { limit: 10, windowSeconds: 60 }],
  ['a window of another quota', '10, 20;w=60', { limit: 10 }],
  ['limits of two proxies', '10, 20', undefined],
  ['a limit that is none', 'ten, 10;w=60', undefined],
  ['a window that is none', '10, 10;w=NaN', undefined],
  ['a negative one', '-10, 10;w=60', undefined],
  ['an absurd one', `10, ${'10;w=60, '.repeat(1000)}`, undefined],
])('x-ratelimit-limit with %s', (_, value, requests) => {
  expect(envoy.allowance({ 'x-ratelimit-limit': value })).toEqual(requests ? { requests } : {});
});

test('the newer drafts, which a gateway behind it or a filter of its own may send', () => {
  expect(envoy.allowance({ 'ratelimit-policy': '"burst";q=10;w=60', ratelimit: '"burst";r=9;t=47' })).toEqual(
    { requests: { limit: 10, remaining: 9, resetSeconds: 47, windowSeconds: 60 } },
  );
});

test('what it answers of its own is an error in words, what it passes on an error of OpenAI', () => {
  expect(envoy.errorOf('no healthy upstream')).toEqual({ message: 'no healthy upstream' });
  expect(
    envoy.errorOf(
      '{"error":{"message":"no","type":"invalid_request_error","param":null,"code":"bad_model"}}',
    ),
  ).toEqual({ code: 'bad_model', message: 'no' });
});

test.each([
  ['its mark', { httpStatus: 429, headers: { 'x-envoy-ratelimited': 'true' }, body: '' }, 1],
  ['its words', { ...local, headers: {} }, 1],
  ['windows', { httpStatus: 200, headers: { 'x-ratelimit-limit': '3, 3;w=60' }, body: '' }, 0.8],
  ['its name and limits', { ...local, body: 'no more' }, 0.8],
  ['its name', { httpStatus: 200, headers: { server: 'istio-envoy' }, body: '' }, 0.3],
  ['limits that many have', { httpStatus: 200, headers: { 'x-ratelimit-limit': '60' }, body: '' }, 0.25],
  ['words in an answer', { httpStatus: 200, headers: {}, body: 'local_rate_limited' }, 0],
])('is recognised by %s', (_, answer, score) => {
  expect(envoy.recognise(answer)).toBe(score);
});
