import { expect, test } from 'vitest';
import { wrap } from '../../../src/report/wrap.ts';

test('text is broken at spaces, and a word that is too long within', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('abcdefgh ij', 5)).toEqual(['abcde', 'fgh', 'ij']);
});

test.each([
  ['::error::forged', [': :error::forged']],
  ['because ::add-mask::a', ['because', ': :add-mask::a']],
  [`${'x'.repeat(16)}::add-mask::x`, ['x'.repeat(16), ': :add-mask::x']],
  ['a ##[error]forged', ['a ## [error]forged']],
  ['see a::b, not ::1', ['see a::b, not ::1']],
])('no line of %j is a command to the runner of a workflow', (text, lines) => {
  expect(wrap(text, 16 + (text.startsWith('a ') || text.startsWith('see') ? 8 : 0))).toEqual(lines);
});
