import { expect, test } from 'vitest';
import { Interrupted } from '../../../src/cli/exit-code-of.ts';
import { expectedFailure } from '../../../src/library/expected-failure.ts';
import { EnvironmentError, UsageError } from '../../../src/model/errors.ts';

test.each([
  new UsageError('wrong', { code: 'bad-option' }),
  new EnvironmentError('broken', { code: 'subnet-taken' }),
  new Interrupted('enough'),
  new TypeError('a bug'),
])('%s comes as it is', (error) => {
  expect(expectedFailure(error)).toBe(error);
});

test('what the operating system refused is a failure of the environment', () => {
  const refused = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });
  const failure = expectedFailure(refused);
  expect(failure).toBeInstanceOf(EnvironmentError);
  expect(failure).toMatchObject({ message: refused.message, cause: refused, code: 'system-refused' });
});

test('what is thrown and no error becomes one', () => {
  expect(expectedFailure('no')).toEqual(new Error('no'));
});
