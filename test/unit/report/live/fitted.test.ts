import { describe, expect, test } from 'vitest';
import { cut, fitted } from '../../../../src/report/live/fitted.ts';

describe('pieces of a line', () => {
  const parts = [
    { text: 'name' },
    { text: 'often', dispensable: 1 },
    { text: '' },
    { text: 'rare', dispensable: 3, paint: (text: string) => `<${text}>` },
    { text: 'seldom', dispensable: 3 },
  ];

  test.each([
    [28, 'name · often · <rare> · seldom'],
    [27, 'name · often · <rare>'],
    [18, 'name · often'],
    [11, 'name'],
    [3, 'na…'],
    [1, '…'],
    [0, ''],
  ])('in %i columns', (room, expected) => {
    expect(fitted(parts, room)).toBe(expected);
  });
});

test.each([
  [40, 'pair 6 of at most 48 · 1 disturbed, gone'],
  [39, 'pair 6 of at most 48 · 1 disturbed'],
  [34, 'pair 6 of at most 48 · 1 disturbed'],
  [33, 'pair 6/48 · 1 disturbed'],
  [22, 'pair 6 of at most 48'],
  [19, 'pair 6/48'],
  [8, 'pair 6/…'],
])('in %i columns pieces are shortened before one is left out', (room, expected) => {
  const parts = [
    { text: 'pair 6 of at most 48', short: 'pair 6/48' },
    { text: '1 disturbed, gone', short: '1 disturbed', dispensable: 1 },
  ];
  expect(fitted(parts, room)).toBe(expected);
});

test.each([
  ['short', 5, 'short'],
  ['shorter', 5, 'shor…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3, '👩‍👩‍👧‍👦…'],
])('%s in %i columns is %s', (text, room, expected) => {
  expect(cut(text, room)).toBe(expected);
});
