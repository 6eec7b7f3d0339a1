import type { Spans } from '../../model/load-digest.ts';

/** Spans of time in columns that grow as they are added. */
export interface GrowingSpans {
  add(startMs: number, endMs: number): void;
  /** A copy, by start and then by end. */
  byStart(): Spans;
}

export function growingSpans(): GrowingSpans {
  let count = 0;
  let startMs = new Float64Array(64);
  let endMs = new Float64Array(64);
  const larger = (column: Float64Array): Float64Array<ArrayBuffer> => {
    const copy = new Float64Array(column.length * 2);
    copy.set(column);
    return copy;
  };
  return {
    add(start, end) {
      if (count === startMs.length) [startMs, endMs] = [larger(startMs), larger(endMs)];
      startMs[count] = start;
      endMs[count++] = end;
    },
    byStart() {
      const at = (column: Float64Array, index: number): number => column[index] ?? Number.NaN;
      const order = Uint32Array.from({ length: count }, (_, index) => index).sort(
        (a, b) => at(startMs, a) - at(startMs, b) || at(endMs, a) - at(endMs, b),
      );
      return {
        startMs: Float64Array.from(order, (index) => at(startMs, index)),
        endMs: Float64Array.from(order, (index) => at(endMs, index)),
      };
    },
  };
}
