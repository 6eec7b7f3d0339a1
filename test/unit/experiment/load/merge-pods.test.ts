import { describe, expect, test } from 'vitest';
import { mergePods, type EndedPod } from '../../../../src/experiment/load/pods/merge-pods.ts';

const ended = { exitCode: 0, signal: null, errorTail: '', cpuSeconds: 1.5, lines: 100 };
const interrupted = { ...ended, exitCode: 105, errorTail: 'aborted' };

const podOf = (pod: string, changes: Partial<EndedPod> = {}): EndedPod => ({
  pod,
  node: 'node-1',
  clock: { offsetMs: 0.5, errorMs: 1 },
  startLagMs: 2,
  linesRead: 100,
  end: ended,
  reading: { droppedIterations: 1, refusedWithoutRetryAfter: 2, shamRequests: 3, lost: undefined },
  ...changes,
});
const lostPod = (pod: string): EndedPod => {
  const { end: _end, ...rest } = podOf(pod, { linesRead: 40, lost: 'it was removed' });
  return rest;
};

test('what pods counted is added up, and each is recorded', () => {
  expect(mergePods([podOf('a'), podOf('b')], false)).toEqual({
    droppedIterations: 2,
    refusedWithoutRetryAfter: 4,
    shamRequests: 6,
    exitCode: 0,
    signal: null,
    stoppedByUs: false,
    cpuSeconds: 3,
    errorTail: '',
    lost: undefined,
    pods: ['a', 'b'].map((pod) => ({
      pod,
      node: 'node-1',
      clockOffsetMs: 0.5,
      clockErrorMs: 1,
      startLagMs: 2,
      linesRead: 100,
      linesWritten: 100,
      exitCode: 0,
    })),
  });
});

test('a load that we stopped came to an orderly end', () => {
  const merged = mergePods([podOf('a', { end: interrupted }), podOf('b', { end: interrupted })], true);
  expect(merged).toMatchObject({ exitCode: 105, stoppedByUs: true, lost: undefined });
});

describe('the load is lost', () => {
  test.each([false, true])(
    'with one pod that is gone, whether we were stopping it (%s) or not',
    (stopping) => {
      expect(mergePods([podOf('a', { end: interrupted }), lostPod('b')], stopping)).toMatchObject({
        exitCode: null,
        stoppedByUs: false,
        errorTail: 'b: it was removed',
        lost: 'b: it was removed',
        pods: [{ linesWritten: 100 }, { linesRead: 40, linesWritten: null, exitCode: null }],
      });
    },
  );

  test('with one k6 that failed or was killed', () => {
    const killed = { ...ended, exitCode: null, signal: 'SIGKILL', errorTail: 'out of memory' };
    expect(mergePods([podOf('a'), podOf('b', { end: killed })], false)).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
      errorTail: 'b: out of memory',
    });
  });

  test('with one line that could not be read', () => {
    const reading = { ...podOf('b').reading, lost: 'unreadable output of k6: x' };
    expect(mergePods([podOf('a'), podOf('b', { reading })], false).lost).toBe(
      'b: unreadable output of k6: x',
    );
  });
});
