import { expect, test } from 'vitest';
import { goDuration } from '../../../src/dialects/reading/seconds.ts';

test.each([
  ['1s', 1],
  ['6m0s', 360],
  ['2m59.56s', 179.56],
  ['120ms', 0.12],
  ['1h0m0s', 3600],
  ['1d2h', 93_600],
  ['500µs', 0.0005],
  ['0s', 0],
])('%s', (text, seconds) => {
  expect(goDuration(text)).toBeCloseTo(seconds, 9);
});

test.each(['', '5', 's', '1s!', '-1s', '1s, 2s', '1 s', 'NaNs', '999999999h', '1s'.repeat(10_000)])(
  '%j is no duration',
  (text) => {
    expect(goDuration(text)).toBeUndefined();
  },
);
