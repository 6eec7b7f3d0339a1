import { EventEmitter } from 'node:events';

/** A stream that looks like a terminal and keeps what it is told. */
export interface FakeTerminal {
  stream: NodeJS.WriteStream;
  /** Every call of `write`, in order. */
  writes: string[];
  /** All that was written since the last time it was asked for, without control sequences. */
  text: () => string;
  resize: (columns: number, rows: number) => void;
}

export function fakeTerminal(columns = 80, rows = 24): FakeTerminal {
  const writes: string[] = [];
  let read = 0;
  const stream = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns,
    rows,
    write: (text: string) => writes.push(text) > 0,
  });
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    writes,
    text() {
      const newer = writes.slice(read).join('');
      read = writes.length;
      return stripControls(newer);
    },
    resize(newColumns, newRows) {
      Object.assign(stream, { columns: newColumns, rows: newRows });
      stream.emit('resize');
    },
  };
}

// oxlint-disable-next-line no-control-regex -- control sequences are what this removes
const stripControls = (text: string): string => text.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/gu, '');
