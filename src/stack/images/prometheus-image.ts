import { stat } from 'node:fs/promises';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { cachedImage } from './cached-image.ts';

const ref = 'docker.io/tenantproof/prometheus:1';

/** Archive of an image with the Prometheus program of the toolchain. */
export async function prometheusImage(program: string, signal: AbortSignal): Promise<string> {
  const { size, mtimeMs } = await stat(program);
  return cachedImage('prometheus', [ref, program, String(size), String(mtimeMs)], async () => ({
    ref,
    files: [
      { path: '/bin/prometheus', source: program, mode: 0o755 },
      ...(await sharedLibraries(program, signal)),
    ],
    entrypoint: ['/bin/prometheus'],
    user: '65532:65532',
  }));
}
