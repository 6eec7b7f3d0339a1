import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';

const faultsOf = (text: string): string => {
  try {
    parseConfig(text, 'tenantproof.yaml', ['memory-hog', 'request-flood']);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

test('a good file is read, and an empty one is good', () => {
  const { config, placeOf, warnings } = parseConfig('profile: nightly\nvictim: {rateRps: 120}\n', 'x', []);
  expect(config).toEqual({ profile: 'nightly', victim: { rateRps: 120 } });
  expect(warnings).toEqual([]);
  expect(placeOf(['victim', 'rateRps'])).toBe('x:2:19');
  expect(placeOf(['victim', 'stream'])).toBeUndefined();
  expect(parseConfig('', 'x', []).config).toEqual({});
});

test.each([
  ['victim:\n  rateRps: 0\n', 'tenantproof.yaml:2:12: victim.rateRps: a rate of 0 or less measures nothing'],
  ['victim:\n  rateRps: fast\n', 'tenantproof.yaml:2:12: victim.rateRps: must be a number, as in 150'],
  ['profile: fast\n', 'tenantproof.yaml:1:10: profile: must be one of quick, nightly, certify'],
  ['seed: 1\nprofil: quick\n', "tenantproof.yaml:2:1: unknown key 'profil' at the top level"],
  ['victim:\n  rate: 10\n', "tenantproof.yaml:2:3: unknown key 'rate' in victim"],
  ['limits: {p99Ratio: 1}\n', 'limits.p99Ratio: a ratio limit of 1 or less'],
  ['seed: [1\n', 'tenantproof.yaml:2:1: '],
  ['- a\n', 'tenantproof.yaml:1:1: the file: must be a map of keys and values'],
  ['seed: 1\nseed: 2\n', 'tenantproof.yaml:2:1: this key stands here a second time'],
  ['windows: {seconds: 0.1}\n', 'tenantproof.yaml:1:20: windows.seconds: must be 1 or more'],
])('%j is refused with its place', (text, message) => {
  expect(faultsOf(text)).toContain(message);
});

test('every fault of a file is told at once', () => {
  expect(faultsOf('profile: x\ncluster: y\n').split('\n')).toHaveLength(2);
});

test('an anchor may be used again', () => {
  const text = 'victim: &v { rateRps: &n 2 }\nseed: *n\nscenarios: &s [memory-hog]\nobjectives: *s\n';
  expect(parseConfig(text, 'x', ['memory-hog']).config).toEqual({
    victim: { rateRps: 2 },
    seed: 2,
    scenarios: ['memory-hog'],
    objectives: ['memory-hog'],
  });
});

test.each([
  ['seed: &a [*a]\n', 'x:1:10: seed: must be a number'],
  ['scenarios: &a [*a]\n', 'x:1:16: scenarios.0: must be one of memory-hog'],
  ['%YAML 1.1\n---\nsham: off\nprofil: quick\n', "x:4:1: unknown key 'profil'"],
  ['? [a]\n: b\n', "x:1:1: unknown key '[ a ]'"],
  [
    'limits: { p99Ratio: 1.1, p99ratio: 1, victimErrors: 0 }\n',
    "x:1:39: unknown key 'victimErrors' in limits; valid keys: p99Ratio, victimErrorRatio",
  ],
])('%j is refused too', (text, message) => {
  expect(() => parseConfig(text, 'x', ['memory-hog'])).toThrow(message);
});
