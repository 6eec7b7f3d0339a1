import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/report/plain-text.ts';
import { wrap } from '../../../src/report/wrap.ts';

describe('plainText', () => {
  it.each([
    ['words', 'pods "a" is forbidden: ünïcode 日本', 'pods "a" is forbidden: ünïcode 日本'],
    ['colour', '\u001B[31mred\u001B[0m', 'red'],
    ['8-bit colour', '\u009B31mred', 'red'],
    ['a window title', '\u001B]0;owned\u0007after', 'after'],
    ['a link', '\u001B]8;;http://x\u001B\\text\u001B]8;;\u001B\\', 'text'],
    ['a title that never ends', 'before\u001B]0;rest', 'before'],
    ['a reset', '\u001Bcafter', 'after'],
    ['a lone escape at the end', 'before\u001B', 'before'],
    ['line breaks', 'one\r\ntwo\n\nthree', 'one two three'],
    ['bells and backspaces', 'a\u0007b\u0008c\u0000', 'abc'],
    ['reordering', 'abc\u202Edef\u2066', 'abcdef'],
    ['nothing at all', ' \n ', ''],
  ])('leaves of %s what a reader should see', (_what, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});

describe('wrap', () => {
  it.each([
    ['fits', 10, ['fits']],
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij kl', 4, ['abcd', 'efgh', 'ij', 'kl']],
    ['', 10, ['']],
    ['a b', 0, ['a', 'b']],
    ['👩‍🔬👩‍🔬👩‍🔬', 2, ['👩‍🔬👩‍🔬', '👩‍🔬']],
  ])('%j at %i columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});
