import { expect, test } from 'vitest';
import { floodStretches } from '../../../src/experiment/attacks/flood-stretches.ts';
import type { DesignPlan, WindowPlan } from '../../../src/model/plan.ts';

const window = (index: number, phase: WindowPlan['phase']): WindowPlan => ({
  index,
  pair: 0,
  phase,
  fromSeconds: 6 * index,
  measureFromSeconds: 6 * index + 1,
  toSeconds: 6 * index + 6,
});
const design: DesignPlan = {
  kind: 'paired-windows',
  victimRateRps: 40,
  victimStreams: false,
  sham: true,
  warmUp: { minSeconds: 3, maxSeconds: 30 },
  maxSeconds: 12,
  windows: [window(0, 'baseline'), window(1, 'attack')],
  looksPairs: [1],
};

test('a flood goes to the gateway under attack and to the null sink at rest, and ends before the next window', () => {
  expect(floodStretches(design, { kind: 'request-flood', rateRps: 200 })).toEqual([
    {
      name: 'sham_window_0',
      rateRps: 200,
      startSeconds: 0,
      durationSeconds: 5.9975,
      vus: 50,
      joinSeconds: 1,
    },
    { name: 'window_1', rateRps: 200, startSeconds: 6, durationSeconds: 5.9975, vus: 310, joinSeconds: 1 },
  ]);
});

test('without a sham the windows at rest are still', () => {
  const stretches = floodStretches({ ...design, sham: false }, { kind: 'request-flood', rateRps: 200 });
  expect(stretches.map(({ name }) => name)).toEqual(['window_1']);
});

test('of requests that go out together the moments are counted: one a window, in the part that is measured, and none at its very end', () => {
  const [, attack] = floodStretches(design, { kind: 'request-flood', rateRps: 5 / 6, atOnce: 5 });
  expect(attack).toMatchObject({ startSeconds: 7.2, durationSeconds: 4.75 });
  expect(attack?.rateRps).toBeCloseTo(1 / 6, 9);
});

test('a single shot is one stretch', () => {
  const shot: DesignPlan = { kind: 'single-shot', settleSeconds: 10 };
  expect(floodStretches(shot, { kind: 'request-flood', rateRps: 20 })).toEqual([
    { name: 'shot', rateRps: 20, startSeconds: 0, durationSeconds: 10, vus: 40 },
  ]);
});

test('what is meant to wait begins two seconds before the measured part, and has users until its requests time out', () => {
  const withGuard = (guardSeconds: number): DesignPlan => ({
    ...design,
    sham: false,
    windows: design.windows.map((window) => ({
      ...window,
      measureFromSeconds: window.fromSeconds + guardSeconds,
    })),
  });
  const stretchOf = (of: DesignPlan) =>
    floodStretches(of, { kind: 'request-flood', rateRps: 200, queues: true })[0];
  expect(stretchOf(withGuard(3))).toMatchObject({ startSeconds: 7, durationSeconds: 4.9975, vus: 1010 });
  expect(stretchOf(withGuard(1))).toMatchObject({ startSeconds: 6 });
});
