import { expect, test } from 'vitest';
import { isFlat } from '../../../src/experiment/load/is-flat.ts';

const nowMs = Date.UTC(2026, 10, 24);

/** Ten requests a second over the last so many seconds; the latency by how many seconds ago each was due. */
function victim(seconds: number, latencyOf: (secondsAgo: number, index: number) => number) {
  const ago = Float64Array.from({ length: 10 * seconds }, (_, index) => seconds - (index + 0.5) / 10);
  return {
    intendedMs: ago.map((secondsAgo) => nowMs - 1000 * secondsAgo),
    latencyMs: ago.map(latencyOf),
  };
}

// Three blocks of two seconds are compared.
test.each([
  ['the same all the time', true, () => 30],
  ['slow at first, and flat for six seconds', true, (ago: number) => (ago > 6 ? 300 : 30)],
  ['slow until five seconds ago', false, (ago: number) => (ago > 4.5 ? 300 : 30)],
  ['5 % apart', true, (ago: number) => (ago > 2 ? 100 : 105)],
  ['more than 5 % apart', false, (ago: number) => (ago > 2 ? 100 : 105.1)],
  ['faster by more than 5 %', false, (ago: number) => (ago > 2 ? 105.1 : 100)],
  ['flat but for one request in ten', true, (_ago: number, index: number) => (index % 10 === 0 ? 900 : 30)],
  [
    'flat but for requests that were never started',
    true,
    (_ago: number, index: number) => (index % 4 === 0 ? Number.NaN : 30),
  ],
  ['never seen', false, () => Number.NaN],
])('a latency that was %s is flat: %s', (_what, expected, latencyOf) => {
  expect(isFlat(victim(20, latencyOf), nowMs)).toBe(expected);
});

test('less than six seconds are too few, however flat', () => {
  expect(
    isFlat(
      victim(6, () => 30),
      nowMs,
    ),
  ).toBe(true);
  expect(
    isFlat(
      victim(4, () => 30),
      nowMs,
    ),
  ).toBe(false);
  expect(
    isFlat(
      victim(0, () => 30),
      nowMs,
    ),
  ).toBe(false);
});

test('requests that are due after now belong to no block', () => {
  const samples = victim(8, (ago) => (ago < 2 ? 300 : 30));
  expect(isFlat(samples, nowMs - 2000)).toBe(true);
  expect(isFlat(samples, nowMs)).toBe(false);
});
