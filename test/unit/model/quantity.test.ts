import { expect, it } from 'vitest';
import { quantity } from '../../../src/model/quantity.ts';

it.each([
  ['256Mi', 268_435_456],
  ['500m', 0.5],
  ['4', 4],
  ['1.5Gi', 1_610_612_736],
  ['64e9', 64_000_000_000],
  ['1E3', 1000],
  ['2E', 2e18],
  ['1Ei', 2 ** 60],
])('%s is %d', (text, value) => {
  expect(quantity(text)).toBe(value);
});

it.each(['', 'Mi', '4 Gi', '4gb', '-1', '1e'])("'%s' is none", (text) => {
  expect(() => quantity(text)).toThrow(`'${text}' is not a quantity`);
});
