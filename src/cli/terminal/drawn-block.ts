import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';

export const columnsOf = ({ columns }: NodeJS.WriteStream): number => columns || 80;
const rowsOf = ({ rows }: NodeJS.WriteStream): number => rows || 24;

/** Lines at the bottom of a terminal that are drawn anew. */
export interface DrawnBlock {
  draw: (lines: readonly string[]) => void;
  clear: () => void;
}

export function drawnBlock(stream: NodeJS.WriteStream): DrawnBlock {
  // The cursor is hidden once, and not with every drawing.
  const write = createLogUpdate(stream, { showCursor: true });
  let drawn: readonly string[] = [];
  return {
    draw(lines) {
      drawn = lines.slice(0, rowsOf(stream) - 1);
      write(drawn.join('\n'));
    },
    clear() {
      // A terminal that has become narrower has broken lines in two, which `log-update` does not know of.
      const rows = drawn.reduce((sum, line) => sum + rowsTaken(line, columnsOf(stream)), 0);
      if (rows > 0) {
        cursorTo(stream, 0);
        moveCursor(stream, 0, -rows);
        clearScreenDown(stream);
      }
      drawn = [];
      write.done();
    },
  };
}

const rowsTaken = (line: string, columns: number): number =>
  Math.max(1, Math.ceil(stringWidth(line) / columns));
