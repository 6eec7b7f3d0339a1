import { expect, test } from 'vitest';
import { causeOf } from '../../../src/experiment/cause-of.ts';
import { EnvironmentError } from '../../../src/model/errors.ts';

test.each([
  [
    'with its way out',
    new EnvironmentError('No pod runs', { code: 'x', hint: 'Use --load host.' }),
    'No pod runs. Use --load host.',
  ],
  ['without one', new EnvironmentError('No pod runs', { code: 'x' }), 'No pod runs'],
  ['that we did not foresee', new TypeError('x is not a function'), 'x is not a function'],
])('a failure %s', (_which, error, cause) => {
  expect(causeOf(error)).toBe(cause);
});
