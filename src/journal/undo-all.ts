import type { Progress } from '../model/progress.ts';
import { waitForLock } from '../system/named-lock.ts';
import { takeInventory } from './inventory.ts';
import { forgetOpenRun, listOpenRuns, type OpenRun } from './open-runs.ts';
import { ownNames } from './own-names.ts';
import { isAlive } from './process-identity.ts';
import { readJournal, type JournalState } from './read-journal.ts';
import { performUndo } from './undo/perform-undo.ts';
import { describeUndo, type UndoRecord } from './undo-record.ts';

/** Something that could not be undone, and why. */
export interface Leftover {
  what: string;
  reason: string;
}

export interface UndoAllOptions {
  /** Also what was kept on purpose: `down` says true, the sweep before a run says false. */
  includeKept: boolean;
  progress: Progress;
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

/**
 * Undoes everything of runs whose harness is dead: first what their journals say, the last change first,
 * then whatever else carries our names. Runs that live are left alone. Repeating it does no harm;
 * two at once take turns. Returns what could not be undone.
 */
export async function undoAll(options: UndoAllOptions): Promise<Leftover[]> {
  const { includeKept, progress, signal, env = process.env } = options;
  await using turn = new AsyncDisposableStack();
  turn.use(
    await waitForLock(`undo/${ownNames(env).prefix}`, `process ${process.pid}`, {
      signal,
      onWait: (heldBy) => progress.note(`Waiting for ${heldBy}, which is cleaning up`, 'aside'),
    }),
  );
  const { strays, dead } = await survey(env, includeKept);
  const leftovers: Leftover[] = [];
  for (const run of dead) leftovers.push(...(await undoRun(run, options)));
  leftovers.push(...(await undoEach(strays, options)));
  return [...new Map(leftovers.map((leftover) => [leftover.what, leftover])).values()];
}

/**
 * Everything on the machine that carries our names and belongs to no living run and to none kept on purpose.
 * A run is living until its journal is closed: close it first to learn what the own teardown left.
 */
export async function listLeftovers(env: NodeJS.ProcessEnv = process.env): Promise<string[]> {
  const { strays, dead } = await survey(env, false);
  return [...dead.map(({ id, file }) => `open run ${id} (${file})`), ...strays.map(describeUndo)];
}

interface DeadRun {
  id: string;
  file: string;
  outstanding: UndoRecord[];
}

/**
 * The machine is looked over before the journals are read: whatever was there had its record by then,
 * so a run that starts meanwhile is never taken for a dead one.
 */
async function survey(
  env: NodeJS.ProcessEnv,
  includeKept: boolean,
): Promise<{ strays: UndoRecord[]; dead: DeadRun[] }> {
  const inventory = await takeInventory(env);
  const dead: DeadRun[] = [];
  const spared = new Set<string>();
  let unknownOwner = false;
  for (const run of await listOpenRuns(env)) {
    const journal = await readJournal(run.journal);
    if (isSpared(run, journal, includeKept)) {
      // A living run whose journal was removed could own anything.
      if (!journal) unknownOwner = true;
      for (const undo of journal?.recorded ?? []) spared.add(describeUndo(undo));
    } else {
      dead.push({ id: run.id, file: run.journal, outstanding: journal?.outstanding ?? [] });
    }
  }
  const strays = unknownOwner ? [] : inventory.filter((undo) => !spared.has(describeUndo(undo)));
  return { strays, dead };
}

function isSpared(run: OpenRun, journal: JournalState | undefined, includeKept: boolean): boolean {
  const ended = journal?.closed === true;
  return (!ended && isAlive(run.harness)) || (journal?.kept === true && !includeKept);
}

async function undoRun(run: DeadRun, options: UndoAllOptions): Promise<Leftover[]> {
  const { progress, env = process.env } = options;
  const step = progress.step(`Undoing what run ${run.id} left`);
  const leftovers = await undoEach(run.outstanding, options);
  if (leftovers.length > 0) {
    step.failed();
    return leftovers;
  }
  await forgetOpenRun(run.id, env);
  step.done();
  return [];
}

async function undoEach(records: readonly UndoRecord[], options: UndoAllOptions): Promise<Leftover[]> {
  const { signal, env = process.env } = options;
  const leftovers: Leftover[] = [];
  for (const undo of records) {
    signal.throwIfAborted();
    try {
      await performUndo(undo, env);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      leftovers.push({ what: describeUndo(undo), reason });
    }
  }
  return leftovers;
}
