import { describe, expect, it } from 'vitest';
import { readingGrowth } from '../../../src/judge/reading-growth.ts';
import { reading, stepsRecord } from './example-completions.ts';

const growth = (...seen: ReturnType<typeof reading>[]) =>
  readingGrowth(stepsRecord(...seen), { from: 'before', to: 'after', query: 'output', label: 'tenant-b' });

describe('how much a counter grew', () => {
  it('is the difference of two readings of one label', () => {
    const before = reading('before', { output: { 'tenant-a': 1, 'tenant-b': 10 } });
    const after = reading('after', { output: { 'tenant-a': 7, 'tenant-b': 15 } });
    expect(growth(before, after)).toEqual({ grown: 5 });
  });

  it('is all of it where the counter had no series before', () => {
    expect(growth(reading('before', {}), reading('after', { output: { 'tenant-b': 15 } }))).toEqual({
      grown: 15,
    });
  });

  it('cannot be told without both readings, or when who counts began anew', () => {
    expect(growth(reading('before', {}))).toEqual({ unknown: 'the reading after is missing' });
    const anew = reading('after', { output: { 'tenant-b': 1 } }, { processes: ['pod since 2'] });
    expect(growth(reading('before', {}), anew)).toEqual({
      unknown: 'who counted output changed between before and after',
    });
  });
});
