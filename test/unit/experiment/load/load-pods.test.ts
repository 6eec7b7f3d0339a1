import type { V1Pod, V1PodStatus } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { allRunning, goneBecause } from '../../../../src/experiment/load/pods/load-pods.ts';

const podOf = (index: number, status: V1PodStatus): V1Pod => ({
  metadata: { name: `pod-${index}`, labels: { 'batch.kubernetes.io/job-completion-index': String(index) } },
  status,
});
const runs = { phase: 'Running' };

test('pods that all run come in the order of their segments, the tenth after the ninth', () => {
  const pods = [10, 2, 0, 9].map((index) => podOf(index, runs));
  expect(allRunning(pods, 4)).toEqual({
    ready: { pods: [0, 2, 9, 10].map((index) => podOf(index, runs)) },
  });
});

test('what the others wait for is said once', () => {
  const message = '0/1 nodes are available: 1 Insufficient cpu.';
  const unscheduled = { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message }] };
  expect(allRunning([podOf(0, runs), podOf(1, unscheduled), podOf(2, unscheduled)], 3)).toEqual({
    seen: `1 run; ${message}`,
  });
});

test.each(['ErrImageNeverPull', 'ErrImagePull', 'ImagePullBackOff'])(
  'a node without the image (%s) has the way out as its hint',
  (reason) => {
    const message =
      'Container image "docker.io/tenantproof/load-generator:1" is not present with pull policy of Never';
    const status = {
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason, message } } }],
    } as V1PodStatus;
    expect(allRunning([podOf(0, runs), podOf(1, status)], 2)).toEqual({
      seen: `1 run; ${message}`,
      hint: 'Get the image of the load generator on every node (k8s-fixtures/README.md says how), or use --load host.',
    });
  },
);

test('a container that is just being made has no such hint', () => {
  const waiting = { reason: 'ContainerCreating' };
  const status = { phase: 'Pending', containerStatuses: [{ state: { waiting } }] } as V1PodStatus;
  expect(allRunning([podOf(0, status)], 1)).toEqual({ seen: '0 run; ContainerCreating' });
});

test('one that failed is the end of the wait', () => {
  const terminated = { reason: 'OOMKilled', exitCode: 137 };
  const status = { phase: 'Failed', containerStatuses: [{ state: { terminated } }] } as V1PodStatus;
  expect(allRunning([podOf(0, runs), podOf(1, status)], 2)).toEqual({
    ready: { failed: 'pod-1 of the load failed: its container ended: OOMKilled, exit code 137' },
  });
});

test('a pod that runs can answer, one that was removed or evicted cannot', () => {
  expect(goneBecause(podOf(0, runs))).toBeUndefined();
  expect(goneBecause(undefined)).toBe('it was removed');
  expect(
    goneBecause(podOf(0, { phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory.' })),
  ).toBe('it ended: The node was low on memory.');
});
