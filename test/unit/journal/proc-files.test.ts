import { describe, expect, test } from 'vitest';
import { ownerOf } from '../../../src/journal/own-processes.ts';
import { isAlive, ownIdentity, parseStat } from '../../../src/journal/process-identity.ts';
import { parseMountinfo } from '../../../src/journal/undo/mounts.ts';

describe('the identity of a process', () => {
  test('is read past a command name with brackets and blanks', () => {
    const stat =
      '42 (a) b (c) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 2543616 215 18446744073709551615';
    expect(parseStat(stat)).toEqual({ state: 'S', startTicks: 98_765 });
  });

  test('tells us from a process that had our number before, or before the machine was restarted', () => {
    const own = ownIdentity();
    expect(isAlive(own)).toBe(true);
    expect(isAlive({ ...own, startTicks: own.startTicks - 1 })).toBe(false);
    expect(isAlive({ ...own, bootId: 'another' })).toBe(false);
    expect(isAlive({ ...own, pid: 4_194_305 })).toBe(false);
  });
});

describe('the owner of a process', () => {
  const prefix = 'tenantproof-abcdef-';

  test('is in its environment', () => {
    expect(ownerOf('PATH=/bin\0TENANTPROOF_OWNER=tenantproof-abcdef-one\0', '', prefix)).toBe(
      'tenantproof-abcdef-one',
    );
  });

  test('or in its cgroup, for containers, whose environment is their own', () => {
    const cgroups = '5:devices:/\n4:memory:/tenantproof-abcdef-one/kubepods/pod1/c1\n0::/\n';
    expect(ownerOf('PATH=/bin\0', cgroups, prefix)).toBe('tenantproof-abcdef-one');
  });

  test.each([
    ['another mark', 'TENANTPROOF_OWNER=tenantproof-123456-one\0', '4:memory:/tenantproof-123456-one\n'],
    [
      'our name somewhere else',
      'NOTE=TENANTPROOF_OWNER=tenantproof-abcdef-one\0',
      '1:cpu:/a/tenantproof-abcdef-one\n',
    ],
    ['nothing to read', '', ''],
  ])('is nobody with %s', (_, environment, cgroups) => {
    expect(ownerOf(environment, cgroups, prefix)).toBeUndefined();
  });
});

test('mounts are read with optional fields and blanks in paths', () => {
  const text = [
    '36 35 98:0 / /mnt/with\\040blank rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue',
    '40 30 0:33 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
    '',
  ].join('\n');
  expect(parseMountinfo(text)).toEqual([
    { path: '/mnt/with blank', type: 'ext3', options: ['rw', 'errors=continue'] },
    { path: '/sys/fs/cgroup/memory', type: 'cgroup', options: ['rw', 'memory'] },
  ]);
});
