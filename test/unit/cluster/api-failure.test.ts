import { ApiException } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { apiFailure } from '../../../src/cluster/api-failure.ts';

test('a refusal says what the Status object says', () => {
  const body = JSON.stringify({ kind: 'Status', reason: 'Forbidden', message: 'exceeded quota: q' });
  expect(apiFailure(new ApiException(403, 'HTTP 403', body, {}))).toEqual({
    httpStatus: 403,
    reason: 'Forbidden',
    message: 'exceeded quota: q',
  });
});

test.each([
  ['of a proxy', 502, '<html>'],
  ['with nothing in it, as the client tells of every 401', 401, undefined],
  ['of null', 500, 'null'],
  ['whose message is no text', 500, '{"message":{"a":1}}'],
])('an answer %s keeps its code, and its headers to itself', (_what, code, body) => {
  expect(apiFailure(new ApiException(code, 'said', body, { 'set-cookie': 'secret' }))).toEqual({
    httpStatus: code,
    reason: '',
    message: `HTTP ${code}`,
  });
});

test('no answer is status 0 with the root of the matter', () => {
  const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  expect(apiFailure(error)).toEqual({ httpStatus: 0, reason: 'NoAnswer', message: 'connect ECONNREFUSED' });
});
