import type { V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { restartsIn } from '../../../../src/experiment/probes/restarts-in.ts';

const pod = (restartCounts: readonly number[], deletionTimestamp?: Date): V1Pod => ({
  metadata: deletionTimestamp ? { deletionTimestamp } : {},
  status: {
    containerStatuses: restartCounts.map((restartCount) => ({
      name: 'main',
      image: 'image',
      imageID: 'id',
      ready: true,
      restartCount,
    })),
  },
});

test('restarts of all containers are added up', () => {
  expect(restartsIn([pod([1, 0]), pod([2])])).toEqual({ pods: 2, restarts: 3 });
});

test('a pod of which no container has started has not restarted', () => {
  expect(restartsIn([{ metadata: {} }])).toEqual({ pods: 1, restarts: 0 });
});

test('a pod that is being deleted counts no more, so that the end of a rollout is no loss', () => {
  const old = pod([4], new Date('2026-11-24T14:00:00Z'));
  expect(restartsIn([pod([0]), old])).toEqual({ pods: 1, restarts: 0 });
});
