import { ApiException } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { describeFailure, exitCodeOf } from '../../../src/cli/exit-code-of.ts';
import { EnvironmentError } from '../../../src/model/errors.ts';
import { exitCode } from '../../../src/model/exit-code.ts';

it('takes a call that the Kubernetes API refuses for a failure of the environment, and says what it answered', () => {
  const status = { kind: 'Status', reason: 'InternalError', message: 'etcdserver: request timed out' };
  const error = new ApiException(500, 'Unknown API Status Code!', JSON.stringify(status), { audit: 'x' });
  expect(exitCodeOf(error)).toBe(exitCode.environmentFailed);
  expect(describeFailure(error)).toBe(
    'The Kubernetes API answered a call with 500: etcdserver: request timed out\n' +
      'Check the cluster, and what the user of its kubeconfig may do there.',
  );
});

it('knows a 401, of which the client tells no body', () => {
  const error = new ApiException(401, 'Unauthorized', undefined, {});
  expect(exitCodeOf(error)).toBe(exitCode.environmentFailed);
  expect(describeFailure(error)).toMatch(/^The Kubernetes API answered a call with 401: HTTP 401\n/);
});

it('takes a full disk for a failure of the environment', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });
  expect(exitCodeOf(error)).toBe(exitCode.environmentFailed);
  expect(describeFailure(error)).toBe('ENOSPC: no space left on device, write');
});

it('tells cause and cure of what the environment lacks', () => {
  const error = new EnvironmentError('No Docker', { code: 'no-docker', hint: 'Start it.' });
  expect(describeFailure(error)).toBe('No Docker\nStart it.');
});

it('takes all else for a bug, and shows where it happened', () => {
  const error = Object.assign(new TypeError('x is undefined'), { code: 500 });
  expect(exitCodeOf(error)).toBeUndefined();
  expect(describeFailure(error)).toMatch(
    /^This is a bug in tenantproof.*\nTypeError: x is undefined\n\s+at /u,
  );
  expect(describeFailure('a text')).toMatch(/^This is a bug in tenantproof.*\na text$/u);
});
