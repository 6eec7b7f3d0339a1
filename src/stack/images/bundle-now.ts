import type { BundledProgram } from './bundle.ts';
import { packageFile } from '../../system/package-file.ts';

/** Bundles one program of the reference stack from its sources; needs esbuild, which only a checkout has. */
export async function bundleNow(program: BundledProgram): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [packageFile(`src/reference-stack/${program}/main.ts`)],
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
