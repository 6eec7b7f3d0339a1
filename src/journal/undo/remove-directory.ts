import { rm } from 'node:fs/promises';
import { EnvironmentError } from '../../model/errors.ts';
import { mustRun } from '../../system/run-program.ts';
import { isOwnFolder, ownNames } from '../own-names.ts';
import { listMounts } from './mounts.ts';

/** Removes one of our folders. Whatever is mounted beneath is unmounted first, never deleted through. */
export async function removeDirectory(
  path: string,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  if (!isOwnFolder(path, ownNames(env))) {
    throw new EnvironmentError(`Directory ${path} is not ours to remove`, { code: 'not-ours' });
  }
  const mounts = await listMounts();
  for (const mount of mounts.toReversed()) {
    if (mount.path === path || mount.path.startsWith(`${path}/`)) {
      await mustRun('umount', [mount.path], { signal });
    }
  }
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}
