import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { EnvironmentError } from '../../model/errors.ts';
import { packageFile } from '../../system/package-file.ts';
import { bundleNow } from './bundle-now.ts';

/** Programs of the reference stack. */
export const stackPrograms = ['gateway', 'engine', 'hog', 'health-check'] as const;

/** Programs that run in images, each bundled into one file, and where each begins. */
export const bundledPrograms = {
  gateway: 'src/reference-stack/gateway/main.ts',
  engine: 'src/reference-stack/engine/main.ts',
  hog: 'src/reference-stack/hog/main.ts',
  'health-check': 'src/reference-stack/health-check/main.ts',
  'load-agent': 'src/experiment/load/agent/main.ts',
  'null-sink': 'src/experiment/load/null-sink-process.ts',
} as const;
export type BundledProgram = keyof typeof bundledPrograms;

/** Where `npm run build` puts the bundles for a package that carries no sources. */
export const builtBundle = (program: BundledProgram): string => packageFile(`dist/images/${program}.mjs`);

/**
 * The text of one program: bundled now if we run from the sources, else as it was built into the package.
 * @throws EnvironmentError `bundle-missing` if the package was built without it
 */
export async function bundleText(program: BundledProgram): Promise<string> {
  if (import.meta.filename.endsWith('.ts')) return bundleNow(bundledPrograms[program]);
  if (existsSync(builtBundle(program))) return readFile(builtBundle(program), 'utf8');
  throw new EnvironmentError(`The package lacks ${builtBundle(program)}`, {
    code: 'bundle-missing',
    hint: 'Build it with: npm run build.',
  });
}
