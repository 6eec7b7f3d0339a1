import { describe, expect, it } from 'vitest';
import { failureReason } from '../../../src/toolchain/failure-reason.ts';

const withCode = (message: string, details: object): Error => Object.assign(new Error(message), details);

describe('failureReason', () => {
  it.each([
    ['a full disk', withCode('ENOSPC: …, write', { code: 'ENOSPC' }), 'the disk is full'],
    [
      'a full disk inside a tool',
      new Error('go build exited with 1: write x: no space left on device'),
      'the disk is full',
    ],
    ['no permission', withCode('EACCES: …', { code: 'EACCES', path: '/c' }), 'no permission to write (/c)'],
    [
      'fetch',
      new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND x') }),
      'getaddrinfo ENOTFOUND x',
    ],
    [
      'fetch of a host with two addresses',
      new TypeError('fetch failed', { cause: new AggregateError([new Error('connect ECONNREFUSED ::1:1')]) }),
      'connect ECONNREFUSED ::1:1',
    ],
    ['several lines', new Error('first\nsecond'), 'first'],
    ['what is no error', 'odd', 'odd'],
  ])('says in one line: %s', (_, error, reason) => {
    expect(failureReason(error)).toBe(reason);
  });
});
