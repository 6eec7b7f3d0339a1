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

test('an answer that is no Status keeps its code', () => {
  expect(apiFailure(new ApiException(502, 'bad gateway', '<html>', {}))).toMatchObject({
    httpStatus: 502,
    reason: '',
  });
});

test('no answer is status 0 with the root of the matter', () => {
  const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  expect(apiFailure(error)).toEqual({ httpStatus: 0, reason: 'NoAnswer', message: 'connect ECONNREFUSED' });
});
