import { describe, expect, it } from 'vitest';
import { cacheLockName } from '../../../src/toolchain/cache-lock.ts';
import { programSetting } from '../../../src/toolchain/explicit-settings.ts';
import { elapsed } from '../../../src/toolchain/fetch-board.ts';
import { spaceShortage } from '../../../src/toolchain/free-space.ts';
import { compareVersions } from '../../../src/toolchain/program-version.ts';
import { builtName } from '../../../src/toolchain/ways/go-modules.ts';

describe('compareVersions', () => {
  it.each([
    ['1.1.5', '1.1.5', 0],
    ['1.1.15', '1.1.5', 1],
    ['1.0.9', '1.1.5', -1],
    ['2.0.0', '1.9.9', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });
});

describe('elapsed', () => {
  it.each([
    [400, '0 s'],
    [59_000, '59 s'],
    [307_000, '5 min 07 s'],
  ])('%d ms reads %s', (ms, text) => {
    expect(elapsed(0, ms)).toBe(text);
  });
});

describe('builtName', () => {
  it.each([
    ['k8s.io/kubernetes/cmd/kubelet', 'kubelet'],
    ['go.etcd.io/etcd/server/v3', 'server'],
  ])('%s is built as %s', (path, name) => {
    expect(builtName(path)).toBe(name);
  });
});

describe('spaceShortage', () => {
  it('speaks up below 500 MB', () => {
    expect(spaceShortage(500)).toBeUndefined();
    expect(spaceShortage(12.7)).toBe('the disk is full: 12 MB are free, at least 500 MB are needed');
  });
});

it('names the setting of a program after it', () => {
  expect(programSetting('containerd-shim-runc-v2')).toBe('TENANTPROOF_PROGRAM_CONTAINERD_SHIM_RUNC_V2');
});

it('keeps the names of locks short, whatever the cache folder', () => {
  const name = cacheLockName(`/${'deep/'.repeat(60)}`, 'kubernetes');
  expect(name.length).toBeLessThan(80);
  expect(name).not.toBe(cacheLockName('/other', 'kubernetes'));
});
