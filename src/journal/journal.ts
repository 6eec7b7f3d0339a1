import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { forgetOpenRun, registerOpenRun } from './open-runs.ts';
import { ownIdentity } from './process-identity.ts';
import { performUndo } from './undo/perform-undo.ts';
import { isElsewhere, type JournalLine, type UndoRecord } from './undo-record.ts';

/** The list of what to undo: a line is on the disk before the change that it undoes. */
export interface Journal {
  readonly file: string;
  /** Call it before the change; the change may begin when the promise is fulfilled. */
  record(undo: UndoRecord): Promise<RecordedChange>;
  /** What is recorded so far is meant to outlive us: only `down` undoes it. The journal stays open for it. */
  keep(): Promise<void>;
  /**
   * The run has ended. `down` need not look here again, unless something elsewhere could not be undone; what is left on
   * this machine is found without a journal.
   */
  close(): Promise<void>;
}

export interface RecordedChange {
  /** Undoes the change now and notes that. May be called again; then it does nothing. */
  undo(): Promise<void>;
}

export interface JournalOptions {
  /** Names the run in the registry of open runs; no two runs have the same. */
  runId: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Begins a new journal and registers it, so that `undoAll` finds it from anywhere if we die.
 * @throws if the file or the run's registration exists already
 */
export async function openJournal(file: string, options: JournalOptions): Promise<Journal> {
  const { runId, env = process.env } = options;
  const path = resolve(file);
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'ax');
  try {
    await registerOpenRun(runId, path, env);
  } catch (error) {
    await handle.close();
    throw error;
  }
  const append = lineWriter(handle);
  await append({ mark: 'opened', harness: ownIdentity(), at: new Date().toISOString() });
  let nextId = 0;
  const elsewhere = new Set<number>();
  let kept = false;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    if (!kept) {
      await append({ mark: 'closed' });
      if (elsewhere.size === 0) await forgetOpenRun(runId, env);
    }
    await handle.close();
  };
  return {
    file: path,
    async record(undo) {
      const id = nextId++;
      await append({ mark: 'undo', id, undo });
      if (isElsewhere(undo)) elsewhere.add(id);
      let undoing: Promise<void> | undefined;
      const undoAndNote = async (): Promise<void> => {
        await performUndo(undo, env);
        await append({ mark: 'done', id });
        elsewhere.delete(id);
      };
      return { undo: () => (undoing ??= undoAndNote()) };
    },
    async keep() {
      await append({ mark: 'kept' });
      kept = true;
    },
    close: () => (closing ??= close()),
  };
}

/** Lines in order, each on the disk before its promise is fulfilled; those that wait together are written together. */
function lineWriter(handle: FileHandle): (line: JournalLine) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: { text: string; written: Promise<void> } | undefined;
  const flush = async (previous: Promise<void>): Promise<void> => {
    await previous.catch(() => {});
    const text = waiting?.text ?? '';
    waiting = undefined;
    await handle.appendFile(text);
    await handle.datasync();
  };
  return (line) => {
    const text = `${JSON.stringify(line)}\n`;
    if (waiting) {
      waiting.text += text;
      return waiting.written;
    }
    last = flush(last);
    waiting = { text, written: last };
    return last;
  };
}
