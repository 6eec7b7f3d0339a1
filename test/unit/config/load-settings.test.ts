import { expect, test } from 'vitest';
import { resolveSettings, type Flags } from '../../../src/config/settings.ts';
import type { Config } from '../../../src/config/schema.ts';

const loadOf = (flags: Flags, env: NodeJS.ProcessEnv = {}, config: Config = {}) =>
  resolveSettings(flags, env, config, { randomSeed: 1, objectives: [] }).load;

test('flag > environment > file > as suits the cluster', () => {
  const env = { TENANTPROOF_LOAD: 'cluster' };
  const file = { load: { from: 'host', pods: 3 } } as const;
  expect(loadOf({ load: 'host', loadPods: '2' }, env, file)).toEqual({ from: 'host', pods: 2 });
  expect(loadOf({}, env, file)).toEqual({ from: 'cluster', pods: 3 });
  expect(loadOf({}, {}, file)).toEqual({ from: 'host', pods: 3 });
  expect(loadOf({})).toEqual({ pods: 4 });
});

test.each([
  [{ load: 'cloud' }, /Unknown load 'cloud'/],
  [{ loadPods: '0' }, /'0' is not a number of load pods/],
  [{ loadPods: '17' }, /'17' is not a number of load pods/],
  [{ loadPods: 'many' }, /'many' is not a number of load pods/],
])('%j is refused', (flags, message) => {
  expect(() => loadOf(flags)).toThrow(message);
});
