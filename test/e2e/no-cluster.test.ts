import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFile } from '../../src/system/package-file.ts';

const nobody = 65_534;

/** The command line as a user who may do nothing here. */
const asNobody = (folder: string, args: readonly string[]): Promise<{ code: number; stderr: string }> =>
  new Promise((resolve) => {
    const user = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups'];
    const node = [process.execPath, packageFile('src/cli/bin.ts'), ...args];
    // Nothing on the path: a machine that has an engine must be as one that has none.
    const env = { PATH: folder, HOME: folder, XDG_CACHE_HOME: folder, NO_COLOR: '1', CI: 'true' };
    execFile('/usr/bin/setpriv', [...user, ...node], { cwd: folder, env }, (error, _stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stderr }),
    );
  });

test('without a container engine and without root: one message says what was tried and the shortest way', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'no-cluster-'));
  try {
    await chown(folder, nobody, nobody);
    const { code, stderr } = await asNobody(folder, ['verify', '--scenario', 'gpu-quota-storm']);
    expect(stderr).toContain('No cluster can be had here. Tried:');
    expect(stderr).toMatch(/kind +No container engine answers: docker/);
    expect(stderr).toMatch(/embedded +The embedded cluster needs root/);
    expect(stderr).toMatch(/existing +not tried: none is attacked unasked/);
    expect(stderr).toContain('The shortest way: start Docker or Podman');
    expect(code).toBe(21);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
