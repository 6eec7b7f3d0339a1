import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';

const faultsOf = (text: string): string => {
  try {
    parseConfig(text, 'tenantproof.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

test('a good file is read, and an empty one is good', () => {
  expect(parseConfig('profile: nightly\nvictim: {rateRps: 120}\n', 'x')).toEqual({
    profile: 'nightly',
    victim: { rateRps: 120 },
  });
  expect(parseConfig('', 'x')).toEqual({});
});

test.each([
  ['victim:\n  rateRps: 0\n', 'tenantproof.yaml:2:12: victim.rateRps: a rate of 0 measures nothing'],
  ['victim:\n  rateRps: fast\n', 'tenantproof.yaml:2:12: victim.rateRps: Invalid input: expected number'],
  ['profile: fast\n', 'tenantproof.yaml:1:10: profile: must be one of quick, nightly, certify'],
  ['seed: 1\nprofil: quick\n', "tenantproof.yaml:2:1: unknown key 'profil' at the top level"],
  ['victim:\n  rate: 10\n', "tenantproof.yaml:2:3: unknown key 'rate' in victim"],
  ['limits: {p99Ratio: 1}\n', 'limits.p99Ratio: a ratio limit of 1 or less'],
  ['seed: [1\n', 'tenantproof.yaml:2:1: '],
  ['- a\n', 'tenantproof.yaml:1:1: the file: Invalid input: expected object'],
  ['seed: 1\nseed: 2\n', 'Map keys must be unique'],
  ['windows: {seconds: 0.1}\n', 'tenantproof.yaml:1:20: windows.seconds: Too small'],
])('%j is refused with its place', (text, message) => {
  expect(faultsOf(text)).toContain(message);
});

test('every fault of a file is told at once', () => {
  expect(faultsOf('profile: x\ncluster: y\n').split('\n')).toHaveLength(2);
});
