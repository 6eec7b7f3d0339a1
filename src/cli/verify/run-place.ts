import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openJournal, type Journal } from '../../journal/journal.ts';
import { ownNames } from '../../journal/own-names.ts';
import { makeRunFolder } from '../run-folder.ts';

/** Where a run lives: its folder for results, its journal, and a private folder for secrets. */
export interface RunPlace extends AsyncDisposable {
  runId: string;
  folder: string;
  journal: Journal;
  /** Name by which our processes are found if we die. */
  owner: string;
  privateFolder: string;
}

/** Makes the place of a run; disposing removes all but the results. */
export async function openRunPlace(
  reports: string,
  runId: string,
  env: NodeJS.ProcessEnv,
): Promise<RunPlace> {
  const folder = await makeRunFolder(reports, runId);
  const journal = await openJournal(join(folder, 'journal.ndjson'), { runId, env });
  const owner = `${ownNames(env).prefix}${runId}`;
  const privateFolder = join(resolve(tmpdir()), owner);
  await journal.record({ kind: 'processes', owner });
  const made = await journal.record({ kind: 'directory', path: privateFolder });
  await mkdir(privateFolder, { mode: 0o700 });
  return {
    runId,
    folder,
    journal,
    owner,
    privateFolder,
    [Symbol.asyncDispose]: async () => {
      await made.undo();
      await journal.close();
    },
  };
}
