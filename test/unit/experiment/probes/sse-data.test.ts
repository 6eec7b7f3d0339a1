import { expect, test } from 'vitest';
import { sseData } from '../../../../src/experiment/probes/sse-data.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What comes of the text in pieces of so many bytes. */
function readIn(text: string, size: number): string[] {
  const read = sseData();
  const all = bytes(text);
  const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
  return pieces.flatMap((piece) => read(piece));
}

const text =
  ': hello\ndata: one\n\nevent: more\r\ndata:two\r\ndata: lines\r\n\r\nid: 3\n\ndata\n\ndata:\n\ndata:  größer\n\ndata: cut';

test.each([1, 2, 3, 7, 1000])('the same events come in pieces of %i bytes', (size) => {
  expect(readIn(text, size)).toEqual(['one', 'two\nlines', ' größer']);
});

test('lines may end in carriage returns alone', () => {
  expect(readIn('data: a\r\rdata: b\r\r:', 1)).toEqual(['a', 'b']);
});

test('an event is given with the piece that completes it, and once', () => {
  const read = sseData();
  expect(read(bytes('data: a\n'))).toEqual([]);
  expect(read(bytes('\ndata: b\n\n'))).toEqual(['a', 'b']);
  expect(read(bytes('\n\n'))).toEqual([]);
});

test('what has no end is not kept', () => {
  const read = sseData();
  const more = (): string[] => read(bytes('x'.repeat(40_000)));
  more();
  expect(more).toThrow(SyntaxError);
});
