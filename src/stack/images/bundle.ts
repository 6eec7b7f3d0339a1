import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { EnvironmentError } from '../../model/errors.ts';
import { packageFile } from '../../system/package-file.ts';

/** Programs of the reference stack, each bundled into one file. */
export const bundledPrograms = ['gateway', 'engine', 'hog'] as const;
export type BundledProgram = (typeof bundledPrograms)[number];

const sourceOf = (program: BundledProgram): string => packageFile(`src/reference-stack/${program}/main.ts`);
const builtFrom = (program: BundledProgram): string => packageFile(`dist/images/${program}.mjs`);

/**
 * The text of one program: bundled now if we run from the sources, else as it was built into the package.
 * @throws EnvironmentError `bundle-missing` if the package was built without it
 */
export async function bundleText(program: BundledProgram): Promise<string> {
  if (import.meta.filename.endsWith('.ts')) return bundleNow(sourceOf(program));
  if (existsSync(builtFrom(program))) return readFile(builtFrom(program), 'utf8');
  throw new EnvironmentError(`The package lacks ${builtFrom(program)}`, {
    code: 'bundle-missing',
    hint: 'Build it with: npm run build.',
  });
}

async function bundleNow(entryPoint: string): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [entryPoint],
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
