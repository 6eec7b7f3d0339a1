import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { builtBundle, bundledPrograms, type BundledProgram } from '../stack/images/bundle.ts';
import { bundleNow } from '../stack/images/bundle-now.ts';

/** Last step of `npm run build`: the programs that run in images, ready to be put into them. */
for (const [program, entryPoint] of Object.entries(bundledPrograms)) {
  const path = builtBundle(program as BundledProgram);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await bundleNow(entryPoint));
}
