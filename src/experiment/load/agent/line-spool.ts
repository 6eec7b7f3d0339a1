/** Lines that wait to be fetched, numbered from 0. What was fetched once stays until its successor is asked for. */
export interface LineSpool {
  add(line: string): void;
  /** All lines so far, fetched or not. */
  readonly count: number;
  /**
   * Lines from number `from` on, `most` of them at the most; forgets those before.
   * @throws RangeError if they were forgotten, or never came
   */
  read(from: number, most: number): string[];
}

export function lineSpool(): LineSpool {
  let first = 0;
  let lines: string[] = [];
  return {
    add: (line) => void lines.push(line),
    get count() {
      return first + lines.length;
    },
    read(from, most) {
      if (!(from >= first && from <= first + lines.length)) {
        throw new RangeError(`there are lines ${first} to ${first + lines.length}, not ${from}`);
      }
      if (from > first) lines = lines.slice(from - first);
      first = from;
      return lines.slice(0, most);
    },
  };
}
