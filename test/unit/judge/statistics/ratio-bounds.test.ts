import { expect, test } from 'vitest';
import { ratioBounds } from '../../../../src/judge/statistics/ratio-bounds.ts';

test('distances on the log scale add up by their squares, each end with those that matter', () => {
  const over = { value: Math.exp(5), low: Math.exp(5 - 0.3), high: Math.exp(5 + 0.8) };
  const under = { value: Math.exp(4), low: Math.exp(4 - 0.6), high: Math.exp(4 + 0.4) };
  const { low, high } = ratioBounds(over, under);
  // 0.3² + 0.4² = 0.5² and 0.8² + 0.6² = 1².
  expect(low).toBeCloseTo(Math.exp(1 - 0.5), 10);
  expect(high).toBeCloseTo(Math.exp(1 + 1), 10);
});

test('a part without an end leaves the ratio without one', () => {
  const known = { value: 2, low: 1, high: 3 };
  expect(ratioBounds({ ...known, high: Number.POSITIVE_INFINITY }, known).high).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(ratioBounds({ ...known, low: 0 }, known).low).toBe(0);
  expect(ratioBounds(known, { ...known, high: Number.POSITIVE_INFINITY }).low).toBe(0);
});
