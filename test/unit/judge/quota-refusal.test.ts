import { expect, test } from 'vitest';
import { quotaRefusal } from '../../../src/judge/quota-refusal.ts';

const key = 'limits.memory';
const message =
  'pods "p" is forbidden: exceeded quota: team-quota, requested: limits.memory=65537Mi,requests.nvidia.com/gpu=5, ' +
  'used: limits.memory=1Gi,requests.nvidia.com/gpu=2, limited: limits.memory=64Gi,requests.nvidia.com/gpu=4';

test('of all that was exceeded, that which is asked about is read', () => {
  expect(quotaRefusal({ httpStatus: 403, message }, 'requests.nvidia.com/gpu')).toEqual({
    quota: 'team-quota',
    requested: 5,
    used: 2,
    limited: 4,
  });
  expect(quotaRefusal({ httpStatus: 403, message }, key)).toMatchObject({
    used: 2 ** 30,
    limited: 64 * 2 ** 30,
  });
});

test.each([
  ['a refusal for something else', 403, message.replaceAll('limits.memory', 'limits.cpu')],
  ['a longer key that ends alike', 403, message.replaceAll('limits.memory', 'hard-limits.memory')],
  ['an amount that is none', 403, message.replace('65537Mi', 'many')],
  ['a quota that has not counted yet', 403, 'status unknown for quota: team-quota, resources: limits.memory'],
  ['another status', 500, message],
])('%s is none for this', (_what, httpStatus, said) => {
  expect(quotaRefusal({ httpStatus, message: said }, key)).toBeUndefined();
});
