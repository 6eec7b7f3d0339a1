import { readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { isOwnCgroup, ownNames } from '../own-names.ts';
import { listMounts } from './mounts.ts';

/** Mount points of all cgroup hierarchies: several with version 1, one with version 2. */
export async function cgroupHierarchies(): Promise<string[]> {
  const mounts = await listMounts();
  return mounts.filter(({ type }) => type === 'cgroup' || type === 'cgroup2').map(({ path }) => path);
}

/** Removes one of our cgroups and those below it, waiting for the kernel to let go of processes that just ended. */
export async function removeCgroup(
  path: string,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<void> {
  if (!isOwnCgroup(path, await cgroupHierarchies(), ownNames(env))) {
    throw new EnvironmentError(`Control group ${path} is not ours to remove`, { code: 'not-ours' });
  }
  const removed = async (): Promise<{ ready: true }> => {
    await removeTree(path);
    return { ready: true };
  };
  await waitUntil(removed, {
    what: `cgroup ${path} to be empty`,
    timeoutMs: 8_000,
    intervalMs: 20,
    signal,
  });
}

/** The files of a cgroup belong to the kernel; only the directories can be, and have to be, removed, depth first. */
async function removeTree(path: string): Promise<void> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    for (const entry of entries) if (entry.isDirectory()) await removeTree(join(path, entry.name));
    await rmdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
