import { stat } from 'node:fs/promises';
import type { ImageFile } from '../../oci/oci-archive.ts';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { cachedImage } from './cached-image.ts';

const ref = 'docker.io/tenantproof/prometheus:1';

/** Archive of an image with the Prometheus program of the toolchain. */
export async function prometheusImage(program: string, signal: AbortSignal): Promise<string> {
  const { size, mtimeMs } = await stat(program);
  return cachedImage('prometheus', [ref, program, String(size), String(mtimeMs)], async () => ({
    ref,
    files: await prometheusFiles(program, signal),
    entrypoint: ['/bin/prometheus'],
    user: '65532:65532',
  }));
}

/** A Prometheus program and the libraries it needs. */
export const prometheusFiles = async (program: string, signal: AbortSignal): Promise<ImageFile[]> => [
  { path: '/bin/prometheus', source: program, mode: 0o755 },
  ...(await sharedLibraries(program, signal)),
];
