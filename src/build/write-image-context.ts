import { mkdir, rm } from 'node:fs/promises';
import { silentProgress } from '../model/progress.ts';
import { writeImageContext } from '../stack/images/image-context.ts';
import { packageFile } from '../system/package-file.ts';
import { findPrograms } from '../toolchain/toolchain.ts';

/** `npm run images`: all that `docker build` needs for the images of the reference stack. */
const folder = packageFile('dist/image-context');
const { signal } = new AbortController();
const programs = await findPrograms(['prometheus', 'k6'], {
  env: process.env,
  signal,
  progress: silentProgress,
});
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
await writeImageContext(folder, programs, signal);
