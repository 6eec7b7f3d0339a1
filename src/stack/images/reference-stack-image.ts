import { stat } from 'node:fs/promises';
import type { ImageFile } from '../../oci/oci-archive.ts';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { bundleText, stackPrograms } from './bundle.ts';
import { cachedImage } from './cached-image.ts';

const ref = 'docker.io/tenantproof/reference-stack:1';

/** Archive of the one image for gateway, engine and hog: the running Node, the libraries it needs, and our bundles. */
export async function referenceStackImage(signal: AbortSignal): Promise<string> {
  const bundles = await bundleFiles();
  const { size } = await stat(process.execPath);
  const contents = [ref, process.version, String(size), ...bundles.map(({ content }) => content)];
  return cachedImage('reference-stack', contents, async () => ({
    ref,
    files: [...(await nodeFiles(signal)), ...bundles],
    entrypoint: ['/usr/bin/node'],
    user: '65532:65532',
  }));
}

/** The running Node and the libraries it needs. */
export async function nodeFiles(signal: AbortSignal): Promise<ImageFile[]> {
  const node = process.execPath;
  return [{ path: '/usr/bin/node', source: node, mode: 0o755 }, ...(await sharedLibraries(node, signal))];
}

/** The programs of the reference stack. */
export const bundleFiles = (): Promise<(ImageFile & { content: string })[]> =>
  Promise.all(
    stackPrograms.map(async (program) => ({
      path: `/app/${program}.mjs`,
      content: await bundleText(program),
    })),
  );
