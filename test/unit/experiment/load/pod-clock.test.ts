import { describe, expect, test } from 'vitest';
import { clockFrom, requireSameTime, shiftMs } from '../../../../src/experiment/load/pods/pod-clock.ts';

test('the quickest answer tells the clock, and how wrong it can be', () => {
  expect(
    clockFrom([
      { askedMs: 1000, toldMs: 1050, answeredMs: 1080 },
      { askedMs: 2000, toldMs: 2006, answeredMs: 2004 },
      { askedMs: 3000, toldMs: 3002, answeredMs: 3020 },
    ]),
  ).toEqual({ offsetMs: 4, errorMs: 2 });
});

test.each([
  [3, 4, 0],
  [-4, 4, 0],
  [9, 4, 9],
  [-9, 4, -9],
])(
  'a clock %i ms from ours, wrong by up to %i ms, begins %i ms later by its own time',
  (offsetMs, errorMs, shift) => {
    expect(shiftMs({ offsetMs, errorMs })).toBe(shift);
  },
);

describe('clocks are too far apart', () => {
  test.each([
    [100, 0],
    [-100, 0],
    [400, 300],
  ])('not yet with %i ms, wrong by up to %i ms', (offsetMs, errorMs) => {
    expect(() => requireSameTime('node-1', { offsetMs, errorMs })).not.toThrow();
  });

  test.each([
    [105, 1],
    [-105, 1],
    [401, 300],
  ])('with %i ms, wrong by up to %i ms', (offsetMs, errorMs) => {
    expect(() => requireSameTime('node-1', { offsetMs, errorMs })).toThrow(
      /clock of node node-1 is -?\d+ ms/,
    );
  });
});
