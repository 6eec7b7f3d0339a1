import { describe, expect, test } from 'vitest';
import { resolveSettings } from '../../../src/config/settings.ts';

const asked = { randomSeed: 99, objectives: [] };

describe('flag > environment > file > default', () => {
  test.each([
    [{ profile: 'certify' }, { TENANTPROOF_PROFILE: 'nightly' }, { profile: 'quick' }, 'certify'],
    [{}, { TENANTPROOF_PROFILE: 'nightly' }, { profile: 'quick' }, 'nightly'],
    [{}, {}, { profile: 'nightly' }, 'nightly'],
    [{}, {}, {}, 'quick'],
  ] as const)('%j, %j, %j give %s', (flags, env, config, profile) => {
    expect(resolveSettings(flags, env, config, asked).profile).toBe(profile);
  });
});

test('the p99 limit follows the profile, and the file may set it', () => {
  expect(resolveSettings({ profile: 'certify' }, {}, {}, asked).limits.p99Ratio).toBe(1.05);
  expect(resolveSettings({}, {}, { limits: { p99Ratio: 1.3 } }, asked).limits.p99Ratio).toBe(1.3);
});

test('a seed that nobody gave is the random one', () => {
  expect(resolveSettings({}, {}, {}, asked).seed).toBe(asked.randomSeed);
  expect(resolveSettings({ seed: '7' }, {}, {}, asked).seed).toBe(7);
});

test.each([
  ['quick', { p99Ratio: 1.1, errorHeld: 0.04, errorBreached: 0.01 }, 48],
  ['nightly', { p99Ratio: 1.1, errorHeld: 0.01, errorBreached: 0.01 }, 96],
  ['certify', { p99Ratio: 1.05, errorHeld: 0.01, errorBreached: 0.01 }, 96],
])('%s may be wrong so often, and spend so many pairs', (profile, limits, maxPairs) => {
  expect(resolveSettings({ profile }, {}, {}, asked)).toMatchObject({ limits, maxPairs });
});

test.each([
  [{}, {}, {}, 'simulated'],
  [{}, {}, { gpus: 'real' }, 'real'],
  [{}, { TENANTPROOF_GPUS: 'simulated' }, { gpus: 'real' }, 'simulated'],
  [{ gpus: 'real' }, { TENANTPROOF_GPUS: 'simulated' }, {}, 'real'],
] as const)(
  'GPUs are simulated unless it is said otherwise: %j, %j, %j give %s',
  (flags, env, file, gpus) => {
    expect(resolveSettings(flags, env, file, asked).gpus).toBe(gpus);
  },
);

test('a flag and the file can each leave out the sham load; neither can order it against the other', () => {
  const sham = (flag?: boolean, file?: boolean) =>
    resolveSettings(
      flag === undefined ? {} : { sham: flag },
      {},
      file === undefined ? {} : { sham: file },
      asked,
    ).sham;
  expect([sham(), sham(false), sham(undefined, false), sham(true, false)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.each([
  [{ seed: '-1' }, /whole number/],
  [{ seed: '4294967296' }, /whole number/],
  [{ seed: '1e3' }, /whole number/],
  [{ profile: 'fast' }, /Unknown profile 'fast'/],
  [{ cluster: 'docker' }, /Unknown cluster 'docker'/],
  [{ gpus: 'two' }, /Unknown kind of GPUs 'two'/],
])('%j is refused', (flags, message) => {
  expect(() => resolveSettings(flags, {}, {}, asked)).toThrow(message);
});

describe('where the run takes place', () => {
  test('is said by flag, environment or file', () => {
    expect(resolveSettings({ cluster: 'kind' }, {}, { cluster: 'embedded' }, asked).cluster).toBe('kind');
    const env = { TENANTPROOF_CLUSTER: 'kind', TENANTPROOF_KIND_IMAGE: 'node:1' };
    expect(resolveSettings({}, env, {}, asked)).toMatchObject({ cluster: 'kind', kindImage: 'node:1' });
    expect(resolveSettings({}, {}, {}, asked)).toMatchObject({ cluster: 'auto', allow: [] });
  });

  test('a danger is allowed by its name only', () => {
    expect(resolveSettings({ allow: ['node-pressure'] }, {}, {}, asked).allow).toEqual(['node-pressure']);
    expect(() => resolveSettings({ allow: ['all'] }, {}, {}, asked)).toThrow("Unknown danger 'all'");
  });
});
