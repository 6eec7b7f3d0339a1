import { mustRun } from '../system/run-program.ts';
import type { ImageFile } from './oci-archive.ts';

/**
 * The shared libraries and the loader that a program needs, at the paths where the loader looks for them.
 * A statically linked program needs none. Reads `ldd`; see ldd(1).
 */
export async function sharedLibraries(program: string, signal: AbortSignal): Promise<ImageFile[]> {
  const output = await mustRun('sh', ['-c', 'ldd "$0" || true', program], { signal });
  return libraryPaths(output).map((path) => ({ path, source: path, mode: 0o755 }));
}

/** Paths in the output of `ldd`: `name => /path (address)` and `/path/of/loader (address)`. */
export function libraryPaths(lddOutput: string): string[] {
  const paths = [...lddOutput.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? '');
  return [...new Set(paths)];
}
