import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isOwnCgroup, isOwnFolder, isOwnLink, linkName, ownNames } from '../../../src/journal/own-names.ts';

const names = ownNames({ XDG_CACHE_HOME: '/cache' });
const others = ownNames({ XDG_CACHE_HOME: '/elsewhere' });

test('every cache folder has a mark of its own', () => {
  expect(names.prefix).toMatch(/^tenantproof-[0-9a-f]{6}-$/);
  expect(names.prefix).not.toBe(others.prefix);
  expect(names.clustersFolder).toBe('/cache/tenantproof/clusters');
});

test('a link name fits the kernel and is known as ours, not as theirs', () => {
  const link = linkName(`${names.prefix}a-run-with-a-long-name`, names);
  expect(link.length).toBeLessThanOrEqual(15);
  expect(isOwnLink(link, names)).toBe(true);
  expect(isOwnLink(link, others)).toBe(false);
  expect(isOwnLink('eth0', names)).toBe(false);
});

test.each([
  ['/cache/tenantproof/clusters/one', true],
  [`${tmpdir()}/${names.prefix}x`, true],
  [`${tmpdir()}/${others.prefix}x`, false],
  ['/cache/tenantproof/clusters', false],
  ['/cache/tenantproof/clusters/one/deeper', false],
  ['/cache/tenantproof/clusters/..', false],
  ['/cache/tenantproof/clusters/../programs', false],
  ['/cache/tenantproof/clusters/one/../../../..', false],
  ['cache/tenantproof/clusters/one', false],
  ['/', false],
  ['', false],
])('folder %s may be removed: %s', (path, expected) => {
  expect(isOwnFolder(path, names)).toBe(expected);
});

test.each([
  [`/sys/fs/cgroup/memory/${names.prefix}one`, true],
  [`/sys/fs/cgroup/memory/${others.prefix}one`, false],
  ['/sys/fs/cgroup/memory/system.slice', false],
  ['/sys/fs/cgroup/memory', false],
  [`/sys/fs/cgroup/memory/${names.prefix}one/../system.slice`, false],
  [`/home/${names.prefix}one`, false],
])('cgroup %s may be removed: %s', (path, expected) => {
  expect(isOwnCgroup(path, ['/sys/fs/cgroup/memory'], names)).toBe(expected);
});
