import { describe, expect, it } from 'vitest';
import { eventually, type Awaited } from '../../../src/judge/eventually.ts';

describe('eventually', () => {
  const wait = (changes: Partial<Awaited>) =>
    eventually({ fromMs: 1000, withinMs: 500, lookedUntilMs: 9000, atMs: undefined, ...changes });

  it.each([
    ['in time', 1300, { answer: 'in-time', afterMs: 300 }],
    ['at the last moment', 1500, { answer: 'in-time', afterMs: 500 }],
    ['a moment too late', 1501, { answer: 'late', afterMs: 501 }],
    ['before the wait began', 700, { answer: 'in-time', afterMs: 0 }],
  ])('what was seen %s', (_when, atMs, answer) => {
    expect(wait({ atMs })).toEqual(answer);
  });

  it.each([
    ['was looked for longer is late', 1501, { answer: 'late', afterMs: 501 }],
    ['was looked for just so long is not known', 1500, { answer: 'unknown' }],
    ['was not looked for to the end is not known', 1200, { answer: 'unknown' }],
    ['was last looked for before the wait began is not known', 0, { answer: 'unknown' }],
  ])('what was not seen and %s', (_how, lookedUntilMs, answer) => {
    expect(wait({ lookedUntilMs })).toEqual(answer);
  });
});
