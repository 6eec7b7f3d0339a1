import { chmod } from 'node:fs/promises';
import { EnvironmentError } from '../model/errors.ts';
import { waitForLock } from '../system/named-lock.ts';
import { cacheLockName } from './cache-lock.ts';
import { failureReason } from './failure-reason.ts';
import { expectSpace } from './free-space.ts';
import { elapsed, type FetchBoard } from './fetch-board.ts';
import type { PinnedProgram, ProgramGroup, Way } from './program-group.ts';
import { emptyWorkFolder, groupFolder, lookUp, removeWorkFolder, store } from './program-cache.ts';
import { titleOf, type WantedGroup } from './program-groups.ts';
import { compareVersions, readVersion } from './program-version.ts';
import { fetcherFor, type FetchJob } from './ways/way.ts';

export interface FetchContext {
  cache: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  board: FetchBoard;
}

/** Programs that no way could get, and why each way did not. */
export interface GroupFailure {
  group: ProgramGroup;
  missing: readonly PinnedProgram[];
  attempts: readonly { way: string; reason: string }[];
}

/**
 * Puts the wanted programs of a group into the cache, way after way, until none is missing.
 * Only one process does so at a time; the others wait, then find them there.
 * @throws the abort reason if aborted; EnvironmentError `cache-unusable` if the cache cannot be written.
 */
export async function fetchGroup(
  { group, wanted }: WantedGroup,
  context: FetchContext,
): Promise<GroupFailure | undefined> {
  const { cache, signal, board } = context;
  const folder = groupFolder(cache, group);
  using activity = board.begin(titleOf(group));
  await using held = new AsyncDisposableStack();
  const lock = await waitForLock(cacheLockName(cache, group.name), `process ${process.pid}`, {
    signal,
    onWait: (other) => activity.report(`waiting for ${other}, which is getting it`, 'waiting'),
  });
  held.use(lock);
  // What cannot be removed now is removed at the next start.
  held.defer(() => removeWorkFolder(folder).catch(() => {}));
  const attempts: { way: string; reason: string }[] = [];
  let missing = await notReady(folder, wanted, board);
  for (const way of group.ways) {
    if (missing.length === 0) return undefined;
    const work = await usableWorkFolder(folder);
    const job = { ...context, group, wanted: missing, folder: work, report: activity.report };
    const reason = await tryWay(way, folder, job, board);
    if (reason !== undefined) attempts.push({ way: fetcherFor(way).title, reason });
    missing = await notReady(folder, wanted, board);
  }
  return missing.length === 0 ? undefined : { group, missing, attempts };
}

/** @returns why it did not work, already told to the reader. */
async function tryWay(
  way: Way,
  folder: string,
  job: FetchJob,
  board: FetchBoard,
): Promise<string | undefined> {
  const fetcher = fetcherFor(way);
  const lacking = await fetcher.lacks(job.env);
  const startedMs = performance.now();
  try {
    if (lacking !== undefined) throw new EnvironmentError(lacking, { code: 'way-unavailable' });
    await expectSpace(job.cache);
    for await (const { program, path } of fetcher.fetch(job)) {
      await chmod(path, 0o755);
      const version = await acceptableVersion(way, program, path, job);
      await store(folder, program, { path, version, way: fetcher.title });
    }
    board.note(`${titleOf(job.group)}: ready (${fetcher.title}, ${elapsed(startedMs)})`, 'aside');
    return undefined;
  } catch (error) {
    job.signal.throwIfAborted();
    const reason = failureReason(error);
    const unreachable = error instanceof EnvironmentError && error.code === 'host-unreachable';
    board.note(
      unreachable
        ? `${reason}: skipping what would come from there`
        : `${titleOf(job.group)}: ${fetcher.title} failed: ${reason}`,
    );
    return reason;
  }
}

async function acceptableVersion(
  way: Way,
  program: PinnedProgram,
  path: string,
  { group, signal }: FetchJob,
): Promise<string> {
  const version = await readVersion(path, program, group, signal);
  const distance = compareVersions(version, 'atLeast' in way ? way.atLeast : group.version);
  if ('atLeast' in way ? distance >= 0 : distance === 0) return version;
  const wanted = 'atLeast' in way ? `${way.atLeast} or later` : group.version;
  throw new EnvironmentError(`${program.name} is version ${version}, needed is ${wanted}`, {
    code: 'wrong-version',
  });
}

async function notReady(
  folder: string,
  wanted: readonly PinnedProgram[],
  board: FetchBoard,
): Promise<PinnedProgram[]> {
  const found = await Promise.all(wanted.map((program) => lookUp(folder, program)));
  for (const entry of found) {
    if (entry.state === 'corrupt') board.note(`${entry.path} changed since it was stored; getting it anew`);
  }
  return wanted.filter((_, index) => found[index]?.state !== 'ready');
}

async function usableWorkFolder(folder: string): Promise<string> {
  try {
    return await emptyWorkFolder(folder);
  } catch (error) {
    throw new EnvironmentError(`The cache folder cannot be used: ${failureReason(error)}`, {
      code: 'cache-unusable',
      hint: `Make ${folder} writable, or point XDG_CACHE_HOME at a folder with some gigabytes of space.`,
      cause: error,
    });
  }
}
