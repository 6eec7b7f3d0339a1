import { expect, test } from 'vitest';
import { pushAuthorization } from '../../../src/cli/metrics/push-authorization.ts';

const token = { TENANTPROOF_PUSHGATEWAY_TOKEN: 'hunter2\n' };
const basic = { TENANTPROOF_PUSHGATEWAY_USER: 'ci', TENANTPROOF_PUSHGATEWAY_PASSWORD: 'pass:word' };

test.each([
  [{}, {}],
  [{ TENANTPROOF_PUSHGATEWAY_TOKEN: '', TENANTPROOF_PUSHGATEWAY_USER: '' }, {}],
  [token, { authorization: 'Bearer hunter2' }],
  [basic, { authorization: 'Basic Y2k6cGFzczp3b3Jk' }],
  [{ ...basic, ...token }, { authorization: 'Bearer hunter2' }],
])('%j', (env, authorization) => {
  expect(pushAuthorization(env).authorization).toEqual(authorization);
});

test('a text of the other side loses what it repeats of them', () => {
  const { withoutSecrets } = pushAuthorization({ ...basic, ...token });
  expect(withoutSecrets('no hunter2, pass:word or Y2k6cGFzczp3b3Jk here: hunter2')).toBe(
    'no ***, *** or *** here: ***',
  );
});
