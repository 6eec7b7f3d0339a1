import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The probe and the stand-in for the driver, compiled into a folder of their own. */
export interface CompiledProbe extends AsyncDisposable {
  folder: string;
  program: string;
  /** Folder of the stand-in, for the loader. */
  driverFolder: string;
}

/** The machine has a C compiler; without one, what needs it is skipped and says so. */
export const hasCompiler = spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0;

const sources = 'k8s-fixtures/images/cuda-probe';

export async function compileProbe(): Promise<CompiledProbe> {
  const folder = await mkdtemp(join(tmpdir(), 'cuda-probe-'));
  const program = join(folder, 'cuda-probe');
  const files = (await readdir(sources)).filter((file) => file.endsWith('.c'));
  const strict = ['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror'];
  const inputs = files.map((file) => join(sources, file));
  execFileSync('cc', [...strict, '-o', program, ...inputs, '-ldl', '-lpthread']);
  const driver = ['-shared', '-fPIC', '-Wl,-soname,libcuda.so.1', '-o', join(folder, 'libcuda.so.1')];
  execFileSync('cc', [...strict, ...driver, 'test/contract/gpu/fake-libcuda.c']);
  return {
    folder,
    program,
    driverFolder: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
