import { rm } from 'node:fs/promises';
import { EnvironmentError } from '../model/errors.ts';
import type { Progress } from '../model/progress.ts';
import { cacheFolder } from '../system/cache-folder.ts';
import { tryLock } from '../system/named-lock.ts';
import { cacheLockName } from './cache-lock.ts';
import { explicitPrograms } from './explicit-settings.ts';
import { createFetchBoard } from './fetch-board.ts';
import { fetchGroup, type FetchContext } from './fetch-group.ts';
import type { ProgramName } from './pinned-programs.ts';
import { groupFolder, lookUp } from './program-cache.ts';
import { groupsOf, type WantedGroup } from './program-groups.ts';
import { toolchainFailure } from './toolchain-failure.ts';
import { goFolder } from './ways/go-modules.ts';

export type { ProgramName } from './pinned-programs.ts';
export { allPrograms } from './program-groups.ts';
export { inspectPrograms, type ProgramStatus } from './inspect-programs.ts';

export interface FindOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  progress: Progress;
}

/**
 * Absolute paths of external programs: by explicit setting, from the cache, or fetched into it.
 * The CNI plugins come to lie in one folder under their own names, and so do containerd and its shim.
 * @throws UsageError `bad-program-setting` if a setting points at nothing
 * @throws EnvironmentError `programs-missing` that lists every way and why it failed; the abort reason if aborted.
 */
export async function findPrograms<N extends ProgramName>(
  names: readonly N[],
  { env, signal, progress }: FindOptions,
): Promise<Record<N, string>> {
  const cache = cacheFolder(env);
  const explicit = await explicitPrograms(names, env);
  const groups = groupsOf(names.filter((name) => !explicit.has(name)));
  const found = await cachedPaths(groups, cache);
  const incomplete = groups.filter(({ wanted }) => wanted.some(({ name }) => !found.has(name)));
  if (incomplete.length > 0) await fetchAll(incomplete, { cache, env, signal }, progress);
  const paths = new Map([...explicit, ...(await cachedPaths(groups, cache))]);
  return Object.fromEntries(names.map((name) => [name, pathOf(name, paths)])) as Record<N, string>;
}

async function fetchAll(
  groups: readonly WantedGroup[],
  options: Omit<FetchContext, 'board'>,
  progress: Progress,
): Promise<void> {
  const board = createFetchBoard(progress);
  let outcome: 'done' | 'failed' = 'failed';
  try {
    const settled = await Promise.allSettled(groups.map((part) => fetchGroup(part, { ...options, board })));
    options.signal.throwIfAborted();
    const failures = settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    const failed = failures.filter((failure) => failure !== undefined);
    if (failed.length > 0) throw toolchainFailure(failed, options.cache);
    await removeGoFolder(options.cache);
    outcome = 'done';
  } finally {
    board.close(outcome);
  }
}

async function cachedPaths(groups: readonly WantedGroup[], cache: string): Promise<Map<string, string>> {
  const entries = await Promise.all(
    groups.flatMap(({ group, wanted }) =>
      wanted.map(async (program): Promise<[string, string][]> => {
        const seen = await lookUp(groupFolder(cache, group), program);
        return seen.state === 'ready' ? [[program.name, seen.path]] : [];
      }),
    ),
  );
  return new Map(entries.flat());
}

/** Modules and compiled packages let an interrupted build go on; once it is done they are gigabytes of no use. */
async function removeGoFolder(cache: string): Promise<void> {
  const lock = await tryLock(cacheLockName(cache, 'go'), 'the cleaning up after a build');
  if ('heldBy' in lock) return;
  await using cleaning = new AsyncDisposableStack();
  cleaning.use(lock);
  await rm(goFolder(cache), { recursive: true, force: true });
}

function pathOf(name: string, paths: ReadonlyMap<string, string>): string {
  const path = paths.get(name);
  if (path !== undefined) return path;
  throw new EnvironmentError(`${name} vanished from the cache while it was being looked up`, {
    code: 'program-vanished',
    hint: 'Run the command again.',
  });
}
