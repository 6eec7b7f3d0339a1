import { UsageError } from '../model/errors.ts';
import { cacheFolder } from '../system/cache-folder.ts';
import { explicitPrograms } from './explicit-settings.ts';
import { failureReason } from './failure-reason.ts';
import type { ProgramName } from './pinned-programs.ts';
import type { PinnedProgram, ProgramGroup } from './program-group.ts';
import { groupFolder, lookUp } from './program-cache.ts';
import { allPrograms, groupsOf } from './program-groups.ts';
import { readVersion } from './program-version.ts';
import { fetcherFor } from './ways/way.ts';

/** Where a program stands, for a reader who wants to know what is missing. */
export interface ProgramStatus {
  name: ProgramName;
  /** What it is; if it is not there, what it is going to be. */
  version: string;
  state: 'ready' | 'missing' | 'corrupt';
  /** `cache (official download)`, `explicit setting`, or nothing if it is missing. */
  from?: string;
  path?: string;
  /** What to do, or what would be done by itself. */
  advice?: string;
}

export interface InspectOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Looks at every program without the network and without changing anything that matters. */
export async function inspectPrograms({ env, signal }: InspectOptions): Promise<ProgramStatus[]> {
  const cache = cacheFolder(env);
  return await Promise.all(
    groupsOf(allPrograms).flatMap(({ group, wanted }) =>
      wanted.map(async (program) => {
        const inspected = { program, group, name: program.name as ProgramName };
        const explicit = await inspectSetting(inspected, { env, signal });
        return explicit ?? (await inspectCache(inspected, cache, env));
      }),
    ),
  );
}

interface Inspected {
  program: PinnedProgram;
  group: ProgramGroup;
  name: ProgramName;
}

async function inspectSetting(
  { program, group, name }: Inspected,
  { env, signal }: InspectOptions,
): Promise<ProgramStatus | undefined> {
  const from = 'explicit setting';
  let path: string | undefined;
  try {
    // The whole group, since programs of some groups are only found together.
    const names = group.programs.map((member) => member.name as ProgramName);
    path = (await explicitPrograms(names, env)).get(name);
    if (path === undefined) return undefined;
    const version = await readVersion(path, program, group, signal);
    return { name, version, state: 'ready', from, path };
  } catch (error) {
    signal.throwIfAborted();
    const hint = error instanceof UsageError ? error.hint : undefined;
    const advice = [failureReason(error), hint].filter((part) => part !== undefined).join('. ');
    if (path === undefined) return { name, version: group.version, state: 'missing', from, advice };
    return { name, version: group.version, state: 'corrupt', from, path, advice };
  }
}

async function inspectCache(
  { program, group, name }: Inspected,
  cache: string,
  env: NodeJS.ProcessEnv,
): Promise<ProgramStatus> {
  const seen = await lookUp(groupFolder(cache, group), program);
  if (seen.state === 'ready') {
    const { version, path, way } = seen;
    return { name, version, state: 'ready', from: `cache (${way})`, path };
  }
  const ways = await describeWays(group, env);
  const { version } = group;
  if (seen.state === 'missing')
    return { name, version, state: 'missing', advice: `Will be fetched when needed: ${ways}.` };
  const advice = `Changed since it was stored; will be fetched anew: ${ways}.`;
  return { name, version, state: 'corrupt', from: 'cache', path: seen.path, advice };
}

/** `official download, else build from Go modules (go is not on PATH)`. */
async function describeWays(group: ProgramGroup, env: NodeJS.ProcessEnv): Promise<string> {
  const described = await Promise.all(
    group.ways.map(async (way) => {
      const { title, lacks } = fetcherFor(way);
      const lacking = await lacks(env);
      return lacking === undefined ? title : `${title} (impossible: ${lacking})`;
    }),
  );
  return described.join(', else ');
}
