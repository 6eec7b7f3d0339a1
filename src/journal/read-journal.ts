import { readFile } from 'node:fs/promises';
import { journalLine, type JournalLine, type UndoRecord } from './undo-record.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** What a journal says is still to be undone. */
export interface JournalState {
  harness: ProcessIdentity | undefined;
  /** Meant to outlive its harness, as `up` does. */
  kept: boolean;
  closed: boolean;
  /** Every change ever recorded. */
  recorded: UndoRecord[];
  /** Not yet undone, the last change first. */
  outstanding: UndoRecord[];
  /** Lines that no version of ours wrote; a torn last line is not one. */
  unreadable: string[];
}

/** Reads a journal; undefined if there is none any more. */
export async function readJournal(file: string): Promise<JournalState | undefined> {
  try {
    return parseJournal(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Only whole lines count: a line is on the disk before its change begins,
 * so a last line without its line feed belongs to a change that never began.
 */
export function parseJournal(text: string): JournalState {
  const state: JournalState = {
    harness: undefined,
    kept: false,
    closed: false,
    recorded: [],
    outstanding: [],
    unreadable: [],
  };
  const records = new Map<number, UndoRecord>();
  for (const line of text.split('\n').slice(0, -1)) {
    const parsed = parseLine(line);
    if (parsed) apply(parsed, state, records);
    else state.unreadable.push(line);
  }
  state.outstanding = [...records.values()].toReversed();
  return state;
}

function parseLine(line: string): JournalLine | undefined {
  try {
    return journalLine.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function apply(line: JournalLine, state: JournalState, records: Map<number, UndoRecord>): void {
  switch (line.mark) {
    case 'opened':
      state.harness = line.harness;
      break;
    case 'undo':
      state.recorded.push(line.undo);
      records.set(line.id, line.undo);
      break;
    case 'done':
      records.delete(line.id);
      break;
    case 'kept':
      state.kept = true;
      break;
    case 'closed':
      state.closed = true;
      break;
  }
}
