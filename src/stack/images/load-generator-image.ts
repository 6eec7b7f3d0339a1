import { readFile, stat } from 'node:fs/promises';
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
  return cachedImage('load-generator', [loadGeneratorRef, ...programs, agent, nullSink, script], async () => {
    const libraries = [...(await sharedLibraries(node, signal)), ...(await sharedLibraries(k6, signal))];
    return {
      ref: loadGeneratorRef,
      files: [
        { path: '/usr/bin/node', source: node, mode: 0o755 },
        { path: '/usr/bin/k6', source: k6, mode: 0o755 },
        ...new Map(libraries.map((library) => [library.path, library])).values(),
        { path: '/app/load-agent.mjs', content: agent },
        { path: '/app/null-sink.mjs', content: nullSink },
        { path: '/app/load.ts', content: script },
      ],
      entrypoint: ['/usr/bin/node', '/app/load-agent.mjs'],
      user: '65532:65532',
    };
  });
}
