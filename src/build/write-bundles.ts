import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { builtBundle, bundledPrograms } from '../stack/images/bundle.ts';
import { bundleNow } from '../stack/images/bundle-now.ts';

/** Last step of `npm run build`: the reference stack's programs, ready to be put into an image. */
for (const program of bundledPrograms) {
  const path = builtBundle(program);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await bundleNow(program));
}
