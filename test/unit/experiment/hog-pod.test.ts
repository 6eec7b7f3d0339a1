import type { V1Pod } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { endOfHog, hogPod } from '../../../src/experiment/attacks/hog-pod.ts';

const hog = hogPod({ namespace: 'tenant-b', name: 'hog-0', labels: {}, ceilingBytes: 512 });

test('the hog states no limit of its own and ends by itself', () => {
  expect(hog.spec?.containers[0]?.resources).toBeUndefined();
  expect(hog.spec?.activeDeadlineSeconds).toBeGreaterThan(0);
});

const ended = (reason: string, exitCode: number, message: string): V1Pod => ({
  status: {
    containerStatuses: [
      {
        name: 'hog',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: {
          terminated: {
            reason,
            exitCode,
            message,
            startedAt: new Date('2026-11-24T07:00:00Z'),
            finishedAt: new Date('2026-11-24T07:00:01Z'),
          },
        },
      },
    ],
  },
});

test('how it ended is read from its container status', () => {
  expect(endOfHog(hog)).toBeUndefined();
  expect(endOfHog(ended('OOMKilled', 137, 'allocated 100\nallocated 200\n'))).toEqual({
    reason: 'OOMKilled',
    exitCode: 137,
    allocatedBytes: 200,
    startedAtMs: Date.parse('2026-11-24T07:00:00Z'),
    endedAtMs: Date.parse('2026-11-24T07:00:01Z'),
  });
  expect(endOfHog(ended('Completed', 0, 'held 512'))?.allocatedBytes).toBe(512);
  expect(endOfHog(ended('Error', 1, ''))?.allocatedBytes).toBe(0);
});
