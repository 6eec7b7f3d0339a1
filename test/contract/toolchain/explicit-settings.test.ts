import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { mirrorWithK6 } from './artefacts.ts';
import { createWorkbench, program, recordingProgress, type Workbench } from './workbench.ts';

const { signal } = new AbortController();
const progress = recordingProgress();
let bench: Workbench;
let folder: string;

async function put(...paths: string[]): Promise<void> {
  await mkdir(join(folder, 'cni'), { recursive: true });
  for (const path of paths) await writeFile(join(folder, path), program('v1'), { mode: 0o755 });
}

const withSettings = (settings: Record<string, string>) => ({
  env: { ...bench.env, ...settings },
  signal,
  progress,
});

describe('an explicit setting', () => {
  beforeEach(async () => {
    bench = await createWorkbench((await mirrorWithK6()).url);
    folder = join(bench.tools, 'programs');
  });

  it('of a folder gives what it holds; the rest comes from elsewhere', async () => {
    await put('etcd', 'cni/bridge');
    const found = await findPrograms(
      ['etcd', 'cni-bridge', 'k6'],
      withSettings({ TENANTPROOF_PROGRAMS: folder }),
    );
    expect(found).toEqual({
      etcd: join(folder, 'etcd'),
      'cni-bridge': join(folder, 'cni/bridge'),
      k6: join(bench.cache, 'programs/k6-1.1.0/bin/k6'),
    });
  });

  it('of one program goes before the folder', async () => {
    await put('etcd', 'my-etcd');
    const settings = { TENANTPROOF_PROGRAMS: folder, TENANTPROOF_PROGRAM_ETCD: join(folder, 'my-etcd') };
    expect(await findPrograms(['etcd'], withSettings(settings))).toEqual({ etcd: join(folder, 'my-etcd') });
  });

  it('does not mix CNI plugins of two folders', async () => {
    await put('cni/bridge', 'cni/host-local', 'cni/loopback', 'bridge');
    const settings = { TENANTPROOF_PROGRAMS: folder, TENANTPROOF_PROGRAM_CNI_BRIDGE: join(folder, 'bridge') };
    await expect(findPrograms(['cni-bridge', 'cni-loopback'], withSettings(settings))).rejects.toThrow(
      'CNI plugins: bridge, loopback must lie in one folder',
    );
  });

  it('with a part of the CNI plugins is passed over for all of them', async () => {
    await put('etcd', 'cni/bridge');
    const finding = findPrograms(
      ['cni-bridge', 'cni-loopback'],
      withSettings({ TENANTPROOF_PROGRAMS: folder }),
    );
    await expect(finding).rejects.toThrow('Could not get cni-bridge, cni-loopback');
  });

  it.each([
    ['TENANTPROOF_PROGRAMS', 'no-such-folder', 'TENANTPROOF_PROGRAMS=', 'is not a folder'],
    ['TENANTPROOF_PROGRAMS', '.', 'TENANTPROOF_PROGRAMS=', 'holds none of the programs'],
    ['TENANTPROOF_PROGRAM_K6', 'no-such-file', 'TENANTPROOF_PROGRAM_K6=', 'is not an executable file'],
    ['TENANTPROOF_PROGRAM_K6', '.', 'TENANTPROOF_PROGRAM_K6=', 'is not an executable file'],
  ])('%s=%s that points at nothing is an error that names it', async (name, path, names, says) => {
    await mkdir(folder);
    const finding = findPrograms(['k6'], withSettings({ [name]: join(folder, path) }));
    await expect(finding).rejects.toThrow(UsageError);
    await expect(finding).rejects.toThrow(names);
    await expect(finding).rejects.toThrow(says);
  });
});
