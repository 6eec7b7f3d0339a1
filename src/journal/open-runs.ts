import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ownNames } from './own-names.ts';
import { ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** A run whose journal was not closed: alive, kept, or crashed. */
export interface OpenRun {
  id: string;
  journal: string;
  harness: ProcessIdentity;
}

const pointer = z.object({
  journal: z.string(),
  harness: z.object({ pid: z.number(), startTicks: z.number(), bootId: z.string() }),
});

/** Makes the run known to `down` in every directory, before it changes anything. */
export async function registerOpenRun(id: string, journal: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { openRunsFolder } = ownNames(env);
  await mkdir(openRunsFolder, { recursive: true });
  const text = JSON.stringify({ journal, harness: ownIdentity() });
  await writeFile(join(openRunsFolder, id), text, { flag: 'wx', flush: true });
}

export async function forgetOpenRun(id: string, env: NodeJS.ProcessEnv): Promise<void> {
  await rm(join(ownNames(env).openRunsFolder, id), { force: true });
}

/** Every run that is still open. A pointer torn by a crash precedes any change, so it is dropped. */
export async function listOpenRuns(env: NodeJS.ProcessEnv): Promise<OpenRun[]> {
  const { openRunsFolder } = ownNames(env);
  const ids = await readdir(openRunsFolder).catch(() => []);
  const runs: OpenRun[] = [];
  for (const id of ids) {
    const text = await readFile(join(openRunsFolder, id), 'utf8').catch(() => '');
    const parsed = pointer.safeParse(parseJson(text));
    if (parsed.success) runs.push({ id, ...parsed.data });
  }
  return runs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
