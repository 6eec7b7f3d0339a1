import { readFile, stat } from 'node:fs/promises';
import type { ImageFile } from '../../oci/oci-archive.ts';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { packageFile } from '../../system/package-file.ts';
import { bundleText } from './bundle.ts';
import { cachedImage } from './cached-image.ts';

export const loadGeneratorRef = 'docker.io/tenantproof/load-generator:1';

/**
 * Archive of an image with the k6 program of the toolchain, its script, and the agent that runs it, which the running Node
 * plays. k6 (AGPL) is a program of its own in it, as it is on the host; the archive stays on this machine and its nodes.
 */
export async function loadGeneratorImage(k6: string, signal: AbortSignal): Promise<string> {
  const node = process.execPath;
  const [agent, nullSink, script, nodeFile, k6File] = await Promise.all([
    bundleText('load-agent'),
    bundleText('null-sink'),
    readFile(packageFile('scenarios/k6/load.ts'), 'utf8'),
    stat(node),
    stat(k6),
  ]);
  const programs = [process.version, String(nodeFile.size), k6, String(k6File.size), String(k6File.mtimeMs)];
  return cachedImage(
    'load-generator',
    [loadGeneratorRef, ...programs, agent, nullSink, script],
    async () => ({
      ref: loadGeneratorRef,
      files: await loadGeneratorFiles(k6, signal),
      entrypoint: ['/usr/bin/node', '/app/load-agent.mjs'],
      user: '65532:65532',
    }),
  );
}

/** What is in the image. @param k6 path of the program */
export async function loadGeneratorFiles(k6: string, signal: AbortSignal): Promise<ImageFile[]> {
  const node = process.execPath;
  const libraries = [...(await sharedLibraries(node, signal)), ...(await sharedLibraries(k6, signal))];
  return [
    { path: '/usr/bin/node', source: node, mode: 0o755 },
    { path: '/usr/bin/k6', source: k6, mode: 0o755 },
    ...new Map(libraries.map((library) => [library.path, library])).values(),
    { path: '/app/load-agent.mjs', content: await bundleText('load-agent') },
    { path: '/app/null-sink.mjs', content: await bundleText('null-sink') },
    { path: '/app/load.ts', source: packageFile('scenarios/k6/load.ts') },
  ];
}
