import { expect, test } from 'vitest';
import { armIdOf, armKey, armName, type ArmId } from '../../../src/model/arm-id.ts';

const weakness = { fixture: 'limiter-off', removes: 'limiter off' };

test.each<[Parameters<typeof armIdOf>[0], ArmId, string, string]>([
  [
    { scenario: 'flood', arm: 'protected' },
    { scenario: 'flood', arm: 'protected' },
    'protected',
    'flood/protected',
  ],
  [
    { scenario: 'flood', arm: 'weakened', weakness },
    { scenario: 'flood', arm: 'weakened', weakness: 'limiter-off' },
    'weakened-limiter-off',
    'flood/weakened-limiter-off',
  ],
])('%j is named for files and for verdicts', (planned, id, name, key) => {
  expect(armIdOf(planned)).toEqual(id);
  expect(armName(id)).toBe(name);
  expect(armKey(id)).toBe(key);
});

test('arms of different weaknesses have different names', () => {
  const other = { ...weakness, fixture: 'fixed-window' };
  const keys = [undefined, weakness, other].map((removed) =>
    armKey(
      armIdOf({
        scenario: 'flood',
        arm: removed ? 'weakened' : 'protected',
        ...(removed ? { weakness: removed } : {}),
      }),
    ),
  );
  expect(new Set(keys).size).toBe(3);
});
