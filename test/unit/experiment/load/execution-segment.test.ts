import { expect, test } from 'vitest';
import { segmentFlags, usersForPods } from '../../../../src/experiment/load/pods/execution-segment.ts';

test('each pod is told its own segment, and all the same sequence', () => {
  const sequence = '0,1/4,2/4,3/4,1';
  expect([0, 1, 2, 3].map((index) => segmentFlags(index, 4))).toEqual([
    ['--execution-segment', '0:1/4', '--execution-segment-sequence', sequence],
    ['--execution-segment', '1/4:2/4', '--execution-segment-sequence', sequence],
    ['--execution-segment', '2/4:3/4', '--execution-segment-sequence', sequence],
    ['--execution-segment', '3/4:1', '--execution-segment-sequence', sequence],
  ]);
});

test('a pod that is alone plays everything', () => {
  expect(segmentFlags(0, 1)).toEqual(['--execution-segment', '0:1', '--execution-segment-sequence', '0,1']);
});

test.each([
  [310, 4, 312],
  [312, 4, 312],
  [5, 8, 8],
])('%i users for %i pods are %i, so that no segment has fewer than its share', (vus, pods, expected) => {
  expect(usersForPods(vus, pods)).toBe(expected);
});
