import { expect, test } from 'vitest';
import { plain } from '../../../src/dialects/plain.ts';

const date = 'Sun, 06 Nov 1994 08:49:37 GMT';

test.each([
  ['seconds', { 'retry-after': '120' }, 120],
  ['a fraction', { 'retry-after': '0.5' }, 0.5],
  ['a date', { date, 'retry-after': 'Sun, 06 Nov 1994 08:51:37 GMT' }, 120],
  ['a date of RFC 850', { date, 'retry-after': 'Sunday, 06-Nov-94 08:51:37 GMT' }, 120],
  ['a date of asctime', { date, 'retry-after': 'Sun Nov  6 08:51:37 1994' }, 120],
  ['a date that has passed', { date, 'retry-after': 'Sun, 06 Nov 1994 08:00:00 GMT' }, 0],
  ['a date, in an answer without one', { 'retry-after': 'Sun, 06 Nov 1994 08:51:37 GMT' }, undefined],
  ['a date that is none', { date, 'retry-after': 'Sun, 99 Nov 1994 08:51:37 GMT' }, undefined],
  ['a date of another age', { date, 'retry-after': 'Fri, 06 Nov 2026 08:51:37 GMT' }, undefined],
  ['a date in words', { date, 'retry-after': 'tomorrow' }, undefined],
  ['several values', { 'retry-after': '5, 10' }, undefined],
  ['a negative one', { 'retry-after': '-5' }, undefined],
  ['an exponent', { 'retry-after': '1e9' }, undefined],
  ['infinity', { 'retry-after': 'Infinity' }, undefined],
  ['hexadecimal', { 'retry-after': '0x10' }, undefined],
  ['years', { 'retry-after': '999999999' }, undefined],
  ['nothing', { 'retry-after': ' ' }, undefined],
  ['an absurd length', { 'retry-after': '1'.repeat(100_000) }, undefined],
  ['what is left, instead', { ratelimit: '"a";r=0;t=9' }, 9],
])('Retry-After: %s', (_, headers, seconds) => {
  expect(plain.comeBackSeconds(headers)).toBe(seconds);
});

test.each([
  [
    'three headers',
    { 'ratelimit-limit': '10, 10;w=60', 'ratelimit-remaining': '9', 'ratelimit-reset': '47' },
    { limit: 10, remaining: 9, resetSeconds: 47, windowSeconds: 60 },
  ],
  [
    'draft 06',
    { 'ratelimit-limit': '10', 'ratelimit-policy': '10;w=60, 99;w=3600', 'ratelimit-remaining': '9' },
    { limit: 10, remaining: 9, windowSeconds: 60 },
  ],
  [
    'draft 07',
    { ratelimit: 'limit=10, remaining=9, reset=47', 'ratelimit-policy': '10;w=60' },
    { limit: 10, remaining: 9, resetSeconds: 47, windowSeconds: 60 },
  ],
  [
    'draft 08',
    {
      'ratelimit-policy': '"burst";q=10;w=10, "daily";q=5000;w=86400',
      ratelimit: '"burst";r=8;t=1, "daily";r=4998;t=69076',
    },
    { limit: 10, remaining: 8, resetSeconds: 1, windowSeconds: 10 },
  ],
  [
    'one state of two policies',
    { ratelimit: '"peer";r=0;t=1', 'ratelimit-policy': '"peer";q=10;w=1, "auth";q=600;w=60;pk=:Y2hB:' },
    { limit: 10, remaining: 0, resetSeconds: 1, windowSeconds: 1 },
  ],
  [
    'Hugging Face',
    { 'ratelimit-policy': '"fixed window";"resolvers";q=3000;w=300', ratelimit: '"resolvers";r=0;t=52' },
    { limit: 3000, remaining: 0, resetSeconds: 52, windowSeconds: 300 },
  ],
  ['a state alone', { ratelimit: '"default";r=50;t=30' }, { remaining: 50, resetSeconds: 30 }],
  ['a policy alone', { 'ratelimit-policy': '"default";q=100;w=60' }, { limit: 100, windowSeconds: 60 }],
  [
    'a reset that is a time',
    { date, 'ratelimit-remaining': '1', 'ratelimit-reset': '1700000000' },
    { remaining: 1 },
  ],
  [
    'a reset that is a time soon',
    {
      date: 'Tue, 14 Nov 2023 22:13:00 GMT',
      'ratelimit-remaining': '1',
      'ratelimit-reset': '1700000000',
    },
    { remaining: 1, resetSeconds: 20 },
  ],
])('RateLimit headers: %s', (_, headers, requests) => {
  expect(plain.allowance(headers)).toEqual({ requests });
});

test('a policy may be of tokens, and of what is no limit of ours', () => {
  expect(
    plain.allowance({
      'ratelimit-policy': '"a";q=10;w=60, "b";q=900;qu="tokens";w=60, "c";q=2;qu="concurrent-requests"',
      ratelimit: '"a";r=1;t=5, "b";r=0;t=6, "c";r=0',
    }),
  ).toEqual({
    requests: { limit: 10, remaining: 1, resetSeconds: 5, windowSeconds: 60 },
    tokens: { limit: 900, remaining: 0, resetSeconds: 6, windowSeconds: 60 },
  });
});

test.each([
  '"a;r=;t=x',
  '"a";r=NaN;t=-1',
  'limit=, remaining=x, reset=',
  ';;;,,,"""',
  '"'.repeat(999),
  '"a";r=1'.repeat(500),
])('a malformed RateLimit says nothing: %s', (value) => {
  expect(plain.allowance({ ratelimit: value, 'ratelimit-limit': value, 'ratelimit-reset': value })).toEqual(
    {},
  );
});

test.each([
  [
    '{"detail":"Rate limit exceeded. Please try again later."}',
    { message: 'Rate limit exceeded. Please try again later.' },
  ],
  ['{"error":"Too many requests"}', { message: 'Too many requests' }],
  ['{"error":{"message":7,"type":["x"],"code":{"a":1}}}', {}],
  ['{"error":{"message":"no","code":"two words"}}', { message: 'no' }],
  ['Too Many Requests', { message: 'Too Many Requests' }],
  ['<html><h1>429</h1></html>', {}],
  ['{"error":', {}],
  ['[1,2]', {}],
  ['null', { message: 'null' }],
  ['', {}],
  ['x'.repeat(100_000), {}],
  [`{"message":"${'y'.repeat(9000)}"}`, { message: 'y'.repeat(500) }],
])('the error in %s', (body, error) => {
  expect(plain.errorOf(body)).toEqual(error);
});

test('is recognised by what any server may say', () => {
  expect(plain.recognise({ httpStatus: 429, headers: { 'retry-after': '5' }, body: '' })).toBe(0.2);
  expect(plain.recognise({ httpStatus: 200, headers: { 'ratelimit-limit': '5' }, body: '' })).toBe(0.2);
  expect(plain.recognise({ httpStatus: 200, headers: {}, body: '' })).toBe(0);
});
