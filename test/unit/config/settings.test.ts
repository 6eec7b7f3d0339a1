import { describe, expect, test } from 'vitest';
import { resolveSettings } from '../../../src/config/settings.ts';

const randomSeed = 99;

describe('flag > environment > file > default', () => {
  test.each([
    [{ profile: 'certify' }, { TENANTPROOF_PROFILE: 'nightly' }, { profile: 'quick' }, 'certify'],
    [{}, { TENANTPROOF_PROFILE: 'nightly' }, { profile: 'quick' }, 'nightly'],
    [{}, {}, { profile: 'nightly' }, 'nightly'],
    [{}, {}, {}, 'quick'],
  ] as const)('%j, %j, %j give %s', (flags, env, config, profile) => {
    expect(resolveSettings(flags, env, config, randomSeed).profile).toBe(profile);
  });
});

test('the p99 limit follows the profile, and the file may set it', () => {
  expect(resolveSettings({ profile: 'certify' }, {}, {}, 1).limits.p99Ratio).toBe(1.05);
  expect(resolveSettings({}, {}, { limits: { p99Ratio: 1.3 } }, 1).limits.p99Ratio).toBe(1.3);
});

test('a seed that nobody gave is the random one', () => {
  expect(resolveSettings({}, {}, {}, randomSeed).seed).toBe(randomSeed);
  expect(resolveSettings({ seed: '7' }, {}, {}, randomSeed).seed).toBe(7);
});

test.each([
  [{ seed: '-1' }, /whole number/],
  [{ seed: '4294967296' }, /whole number/],
  [{ seed: '1e3' }, /whole number/],
  [{ profile: 'fast' }, /Unknown profile 'fast'/],
  [{ cluster: 'docker' }, /Unknown cluster 'docker'/],
])('%j is refused', (flags, message) => {
  expect(() => resolveSettings(flags, {}, {}, randomSeed)).toThrow(message);
});
