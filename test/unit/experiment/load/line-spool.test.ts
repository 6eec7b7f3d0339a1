import { expect, test } from 'vitest';
import { lineSpool } from '../../../../src/experiment/load/agent/line-spool.ts';

const spoolOf = (...lines: string[]) => {
  const spool = lineSpool();
  for (const line of lines) spool.add(line);
  return spool;
};

test('what was fetched once can be fetched again, until the next are asked for', () => {
  const spool = spoolOf('a', 'b', 'c');
  expect(spool.read(0, 2)).toEqual(['a', 'b']);
  expect(spool.read(0, 2)).toEqual(['a', 'b']);
  expect(spool.read(2, 2)).toEqual(['c']);
  expect(() => spool.read(0, 2)).toThrow(RangeError);
  spool.add('d');
  expect({ next: spool.read(3, 2), count: spool.count }).toEqual({ next: ['d'], count: 4 });
});

test('nothing is there after the last line, and what never came cannot be asked for', () => {
  const spool = spoolOf('a');
  expect(spool.read(1, 5)).toEqual([]);
  expect(() => spool.read(3, 5)).toThrow('there are lines 1 to 1, not 3');
  expect(() => spool.read(Number.NaN, 5)).toThrow(RangeError);
});
