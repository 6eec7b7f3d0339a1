import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GenericContainer } from 'testcontainers';
import { silentProgress } from '../../../src/model/progress.ts';
import { writeImageContext } from '../../../src/stack/images/image-context.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { mark } from './docker.ts';

/** Targets of the Dockerfile. */
const targets = ['reference-stack', 'gateway', 'engine', 'prometheus', 'load-generator', 'pause'] as const;
export type Target = (typeof targets)[number];

export const imageName = (target: Target): string => `${mark}/${target}:1`;

/** Builds the published images, from the same context as `npm run images`. */
export async function buildImages(signal: AbortSignal): Promise<void> {
  const programs = await findPrograms(['prometheus', 'k6'], {
    env: process.env,
    signal,
    progress: silentProgress,
  });
  await using context = await mkdtempDisposable(join(tmpdir(), `${mark}-context-`));
  await writeImageContext(context.path, programs, signal);
  for (const target of targets)
    await GenericContainer.fromDockerfile(context.path).withTarget(target).build(imageName(target));
}
