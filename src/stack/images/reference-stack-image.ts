import { stat } from 'node:fs/promises';
import type { ImageFile } from '../../oci/oci-archive.ts';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { bundleText, stackPrograms } from './bundle.ts';
import { cachedImage } from './cached-image.ts';

const ref = 'docker.io/tenantproof/reference-stack:1';

/** Archive of the one image for gateway, engine and hog: the running Node, the libraries it needs, and our bundles. */
export async function referenceStackImage(signal: AbortSignal): Promise<string> {
  const node = process.execPath;
  const bundles = await Promise.all(
    stackPrograms.map(async (program): Promise<ImageFile & { content: string }> => {
      return { path: `/app/${program}.mjs`, content: await bundleText(program) };
    }),
  );
  const { size } = await stat(node);
  const contents = [ref, process.version, String(size), ...bundles.map(({ content }) => content)];
  return cachedImage('reference-stack', contents, async () => ({
    ref,
    files: [
      { path: '/usr/bin/node', source: node, mode: 0o755 },
      ...(await sharedLibraries(node, signal)),
      ...bundles,
    ],
    entrypoint: ['/usr/bin/node'],
    user: '65532:65532',
  }));
}
