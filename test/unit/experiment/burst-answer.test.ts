import { expect, test } from 'vitest';
import { burstAnswer, remainingTokens } from '../../../src/experiment/probes/burst-answer.ts';

test('a served request states what it used', () => {
  const text = JSON.stringify({ usage: { prompt_tokens: 270, completion_tokens: 30, total_tokens: 300 } });
  expect(burstAnswer(200, new Headers(), text)).toEqual({
    httpStatus: 200,
    errorCode: '',
    retryAfter: null,
    tokensUsed: 300,
  });
});

test('a refused one states why, and when to come back', () => {
  const text = JSON.stringify({ error: { message: 'Limit reached.', code: 'rate_limit_exceeded' } });
  expect(burstAnswer(429, new Headers({ 'retry-after': '3' }), text)).toEqual({
    httpStatus: 429,
    errorCode: 'rate_limit_exceeded',
    retryAfter: '3',
    tokensUsed: null,
  });
});

test.each(['', 'Bad Gateway', 'null', '{}', '{"error":{"code":null}}'])(
  'a body of %j says nothing of tokens',
  (text) => {
    expect(burstAnswer(502, new Headers(), text)).toMatchObject({ errorCode: '', tokensUsed: null });
  },
);

test.each([
  ['5999', 5999],
  ['0', 0],
  ['many', undefined],
  ['', undefined],
])('x-ratelimit-remaining-tokens: %s', (value, tokens) => {
  expect(remainingTokens(new Headers({ 'x-ratelimit-remaining-tokens': value }))).toBe(tokens);
});

test('no header, no figure', () => {
  expect(remainingTokens(new Headers())).toBeUndefined();
});
