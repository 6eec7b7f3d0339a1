import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import type { ImageSpec } from '../../oci/oci-archive.ts';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { packageFile } from '../../system/package-file.ts';
import { runProgram } from '../../system/run-program.ts';
import { cachedImage } from './cached-image.ts';

const ref = 'docker.io/tenantproof/cuda-probe:1';

/** What the driver's library itself needs of the C library, and the loader would not find in an image without a distribution. */
const forDriver = ['-Wl,--no-as-needed', '-ldl', '-lpthread', '-lrt', '-lm'];

/**
 * Archive of an image with the CUDA probe, compiled on this machine, and the libraries that it and the driver need. The driver
 * itself comes from the node.
 * @throws EnvironmentError `probe-not-compiled`
 */
export async function cudaProbeImage(signal: AbortSignal): Promise<string> {
  await using built = await compiledProbe(signal);
  return await cachedImage(
    'cuda-probe',
    [ref, process.arch, ...(await sourceTexts())],
    async () => built.image,
  );
}

/** The image and what it is made of, which is gone when it is disposed. */
export interface CompiledProbe extends AsyncDisposable {
  image: ImageSpec;
}

/** Compiles the probe. @throws EnvironmentError `probe-not-compiled` */
export async function compiledProbe(signal: AbortSignal): Promise<CompiledProbe> {
  const folder = await mkdtemp(join(tmpdir(), 'cuda-probe-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const program = join(folder, 'cuda-probe');
    await compile(program, signal);
    const files = [
      { path: '/cuda-probe', source: program, mode: 0o755 },
      ...(await sharedLibraries(program, signal)),
    ];
    return {
      image: { ref, files, entrypoint: ['/cuda-probe'], user: '2000:2000' },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function sourceFiles(): Promise<string[]> {
  const folder = packageFile('k8s-fixtures/images/cuda-probe');
  const files = (await readdir(folder)).filter((file) => /\.[ch]$/.test(file)).sort();
  return files.map((file) => join(folder, file));
}

const sourceTexts = async (): Promise<string[]> =>
  Promise.all((await sourceFiles()).map((file) => readFile(file, 'utf8')));

async function compile(program: string, signal: AbortSignal): Promise<void> {
  const inputs = (await sourceFiles()).filter((file) => file.endsWith('.c'));
  const args = ['-O2', '-o', program, ...inputs, ...forDriver];
  const { exitCode, errorTail } = await runProgram('cc', args, { signal });
  if (exitCode === 0) return;
  signal.throwIfAborted();
  throw new EnvironmentError(`The CUDA probe could not be compiled: ${errorTail}`, {
    code: 'probe-not-compiled',
    hint: 'Scenarios that need a real GPU take a C compiler: install gcc, or whatever brings `cc` and the headers of the C library.',
  });
}
