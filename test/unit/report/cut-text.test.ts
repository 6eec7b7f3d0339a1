import { expect, test } from 'vitest';
import { cutText } from '../../../src/report/cut-text.ts';

test('a text that is short enough stays as it is', () => {
  expect(cutText('abc', 3)).toBe('abc');
});

test('of a longer one is said how much is missing', () => {
  expect(cutText('abcdef', 3)).toBe('abc … (3 more characters, see report.json)');
  expect(cutText('a'.repeat(1_500_000), 4)).toBe('aaaa … (1,499,996 more characters, see report.json)');
});

test('a character is not cut in half', () => {
  expect(cutText('ab😀😀', 3)).toBe('ab … (4 more characters, see report.json)');
});
