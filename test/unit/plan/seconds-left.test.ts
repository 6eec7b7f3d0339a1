import { expect, test } from 'vitest';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { secondsLeft } from '../../../src/plan/seconds-left.ts';
import { floodPlan, stormPlan } from '../judge/example-arm.ts';

/** 30 s of warm-up and 80 s of windows at most; 10 s; the first once more. */
const arms: readonly ArmPlan[] = [floodPlan, stormPlan, floodPlan];

test.each([
  ['at the beginning', { arm: 0, seconds: 0 }, 230],
  ['in the warm-up', { arm: 0, seconds: 12 }, 218],
  ['at the beginning of the first window', { arm: 0, window: { fromSeconds: 0 }, seconds: 0 }, 200],
  ['in a window', { arm: 0, window: { fromSeconds: 40 }, seconds: 3 }, 157],
  ['in a single shot', { arm: 1, seconds: 4 }, 116],
  ['in one that takes longer than it should', { arm: 1, seconds: 40 }, 110],
  ['in the last window', { arm: 2, window: { fromSeconds: 70 }, seconds: 10 }, 0],
  ['after the end', { arm: 3, seconds: 0 }, 0],
])('%s', (_, position, left) => {
  expect(secondsLeft(arms, position)).toBe(left);
});
