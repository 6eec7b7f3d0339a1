import { readFile, stat } from 'node:fs/promises';
import type { ImageFile } from '../../oci/oci-archive.ts';
import { sharedLibraries } from '../../oci/shared-libraries.ts';
import { packageFile } from '../../system/package-file.ts';
import { bundleText } from './bundle.ts';
import { cachedImage } from './cached-image.ts';

export const loadGeneratorRef = 'docker.io/tenantproof/load-generator:1';

/** What Node and k6 play in the image, as text. */
export interface LoadGeneratorScripts {
  agent: string;
  nullSink: string;
  /** Of k6. */
  load: string;
}

export async function loadGeneratorScripts(): Promise<LoadGeneratorScripts> {
  const [agent, nullSink, load] = await Promise.all([
    bundleText('load-agent'),
    bundleText('null-sink'),
    readFile(packageFile('scenarios/k6/load.ts'), 'utf8'),
  ]);
  return { agent, nullSink, load };
}

/**
 * Archive of an image with the k6 program of the toolchain, its script, and the agent that runs it, which the running Node
 * plays. k6 (AGPL) is a program of its own in it, as it is on the host; the archive stays on this machine and its nodes.
 */
export async function loadGeneratorImage(k6: string, signal: AbortSignal): Promise<string> {
  const node = process.execPath;
  const [scripts, nodeFile, k6File] = await Promise.all([loadGeneratorScripts(), stat(node), stat(k6)]);
  const programs = [process.version, String(nodeFile.size), k6, String(k6File.size), String(k6File.mtimeMs)];
  return cachedImage(
    'load-generator',
    [loadGeneratorRef, ...programs, scripts.agent, scripts.nullSink, scripts.load],
    async () => ({
      ref: loadGeneratorRef,
      files: await loadGeneratorFiles(k6, scripts, signal),
      entrypoint: ['/usr/bin/node', '/app/load-agent.mjs'],
      user: '65532:65532',
    }),
  );
}

/** What is in the image. @param k6 path of the program */
export async function loadGeneratorFiles(
  k6: string,
  { agent, nullSink, load }: LoadGeneratorScripts,
  signal: AbortSignal,
): Promise<ImageFile[]> {
  const node = process.execPath;
  const libraries = [...(await sharedLibraries(node, signal)), ...(await sharedLibraries(k6, signal))];
  return [
    { path: '/usr/bin/node', source: node, mode: 0o755 },
    { path: '/usr/bin/k6', source: k6, mode: 0o755 },
    ...new Map(libraries.map((library) => [library.path, library])).values(),
    { path: '/app/load-agent.mjs', content: agent },
    { path: '/app/null-sink.mjs', content: nullSink },
    { path: '/app/load.ts', content: load },
  ];
}
