import { expect, test } from 'vitest';
import { turnsWithin } from '../../../src/experiment/spending/pace.ts';

/** Turns of requests that all come at the same moment, in milliseconds after it. */
const turns = (rateRps: number, besideRps: number, requests: number): number[] => {
  const take = turnsWithin(rateRps);
  return Array.from({ length: requests }, () => take(5000, besideRps) - 5000);
};

test.each([
  [
    'as many as the rate allows go out at once, the rest a second later',
    3,
    0,
    [0, 0, 0, 1000, 1000, 1000, 2000],
  ],
  ['a load beside them takes its part', 3, 1, [0, 0, 1000, 1000, 2000]],
  ['of a rate below one each waits for longer than a second', 0.5, 0, [0, 2000, 4000]],
  ['what is left of a rate is not rounded up', 3, 0.5, [0, 0, 800, 800, 1600]],
])('%s', (_what, rateRps, besideRps, expected) => {
  expect(turns(rateRps, besideRps, expected.length)).toEqual(expected);
});

test('in no second more go out than the rate, however they come', () => {
  const take = turnsWithin(10);
  const given = Array.from({ length: 200 }, (_, index) => take(37 * index, 0));
  for (const fromMs of given) {
    expect(given.filter((turn) => turn >= fromMs && turn < fromMs + 1000).length).toBeLessThanOrEqual(10);
  }
});

test('whoever comes later than its turn would be goes out at once', () => {
  const take = turnsWithin(1);
  expect([take(0, 0), take(4000, 0), take(4500, 0)]).toEqual([0, 4000, 5000]);
});
