import { packageFile } from '../../system/package-file.ts';

/** Bundles a program from its sources, given the file where it begins; needs esbuild, which only a checkout has. */
export async function bundleNow(entryPoint: string): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [packageFile(entryPoint)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    write: false,
    logLevel: 'silent',
    minifySyntax: true,
    legalComments: 'none',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return result.outputFiles[0]?.text ?? '';
}
