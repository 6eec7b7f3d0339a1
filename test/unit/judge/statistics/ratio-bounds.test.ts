import { expect, test } from 'vitest';
import { ratioHigh, ratioLow } from '../../../../src/judge/statistics/ratio-bounds.ts';

const over = (end: number) => ({ value: Math.exp(5), end });
const under = (end: number) => ({ value: Math.exp(4), end });

test('distances on the log scale add up by their squares, each end with those that matter', () => {
  // 0.3² + 0.4² = 0.5² and 0.8² + 0.6² = 1².
  expect(ratioLow(over(Math.exp(5 - 0.3)), under(Math.exp(4 + 0.4)))).toBeCloseTo(Math.exp(1 - 0.5), 10);
  expect(ratioHigh(over(Math.exp(5 + 0.8)), under(Math.exp(4 - 0.6)))).toBeCloseTo(Math.exp(1 + 1), 10);
});

test('a part without an end leaves the ratio without one', () => {
  const endless = Number.POSITIVE_INFINITY;
  expect(ratioHigh(over(endless), under(50))).toBe(endless);
  expect(ratioHigh(over(200), under(0))).toBe(endless);
  expect(ratioLow(over(0), under(60))).toBe(0);
  expect(ratioLow(over(100), under(endless))).toBe(0);
});
