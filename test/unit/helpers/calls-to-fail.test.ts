import { expect, test } from 'vitest';
import { callsToFail, failingRuns } from '../../helpers/calls-to-fail.ts';

const played = (asked: string | undefined, calls: number): [string, number][] =>
  failingRuns(callsToFail(asked)).map(({ name, nth }) => [name, nth(calls)]);

test.each([undefined, ''])('unless it is asked for (%j), a sample is played over the whole run', (asked) => {
  expect(played(asked, 451)).toEqual([
    ['a call 0 % of the way through a run', 1],
    ['a call 17 % of the way through a run', 76],
    ['a call 33 % of the way through a run', 151],
    ['a call 50 % of the way through a run', 226],
    ['a call 67 % of the way through a run', 301],
    ['a call 83 % of the way through a run', 376],
  ]);
});

test('a part has both its ends, and the next one goes on after it', () => {
  expect(played('1-3', 451)).toEqual([
    ['call 1 of a run', 1],
    ['call 2 of a run', 2],
    ['call 3 of a run', 3],
  ]);
  expect(played('4-4', 451)).toEqual([['call 4 of a run', 4]]);
  expect(played('4', 451)).toEqual([['call 4 of a run', 4]]);
});

test('several parts are played one after the other', () => {
  expect(played('7,2-3', 451).map(([, nth]) => nth)).toEqual([7, 2, 3]);
});

test('all are more than any run makes, each once', () => {
  const all = played('yes', 451).map(([, nth]) => nth);
  expect(all).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
});

test.each(['no', '0-5', '5-1', '1-601', '1-', '-3', '0', '7,', '1-2-3', 'yes '])('%j is refused', (asked) => {
  expect(() => callsToFail(asked)).toThrow(`TENANTPROOF_TEST_EVERY_CALL is '${asked}'`);
});
