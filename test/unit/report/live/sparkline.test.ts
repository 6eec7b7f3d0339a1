import { expect, test } from 'vitest';
import { sparkline } from '../../../../src/report/live/sparkline.ts';

test.each([
  [[1, 2, 3, 4, 5, 6, 7, 8], 8, '▁▂▃▄▅▆▇█'],
  [[9.8, 10.1, 10], 10.1, '███'],
  [[10, null, 20], 20, '▄×█'],
  [[0.001, 0], 1000, '▁▁'],
  [[0, 0], 0, '▁▁'],
  [[], 10, ''],
])('%j of at most %d is %s', (values, top, expected) => {
  expect(sparkline(values, top)).toBe(expected);
});
