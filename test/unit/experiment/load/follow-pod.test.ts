import { expect, test } from 'vitest';
import type { AgentReport } from '../../../../src/experiment/load/agent/agent-protocol.ts';
import { followPod } from '../../../../src/experiment/load/pods/follow-pod.ts';

const end = { exitCode: 0, signal: null, errorTail: '', cpuSeconds: 1, lines: 3 };
const said = (from: number, lines: string[], more: Partial<AgentReport> = {}): AgentReport => ({
  id: 'first',
  ready: true,
  from,
  lines,
  ...more,
});

/** Follows a pod that gives these answers one after the other; a string is why there is none. */
async function follow(answers: readonly (AgentReport | string)[], gone?: string) {
  const asked: number[] = [];
  const taken: string[] = [];
  const losses: string[] = [];
  const waiting = [...answers];
  const unused = () => Promise.reject(new Error('not asked for here'));
  const result = await followPod(
    {
      report: async (from) => {
        asked.push(from);
        const answer = waiting.shift() ?? 'the script is over';
        if (typeof answer === 'string') throw new Error(answer);
        return answer;
      },
      meter: unused,
      release: unused,
      stop: unused,
      leave: unused,
    },
    {
      id: 'first',
      reader: {
        take: (line) => void taken.push(line),
        lose: (cause) => void losses.push(cause),
        finish: () => ({
          droppedIterations: 0,
          refusedWithoutRetryAfter: 0,
          shamRequests: 0,
          lost: undefined,
        }),
      },
      whyGone: async () => (waiting.length === 0 ? gone : undefined),
      signal: AbortSignal.timeout(30_000),
    },
  );
  return { result, asked, taken, losses };
}

test('a pod is read to the last line that it says to have had', async () => {
  expect(await follow([said(0, ['a', 'b']), said(2, [], { end }), said(2, ['c'], { end })])).toEqual({
    result: { linesRead: 3, end },
    asked: [0, 2, 2],
    taken: ['a', 'b', 'c'],
    losses: [],
  });
});

test('an answer that is lost on the way is asked for again, and no line is taken twice', async () => {
  const { taken, asked, losses } = await follow([said(0, ['a']), 'reset', said(1, ['b', 'c'], { end })]);
  expect({ taken, asked, losses }).toEqual({ taken: ['a', 'b', 'c'], asked: [0, 1, 1], losses: [] });
});

test('a pod that is gone before it said its end is lost, and what was read of it is kept', async () => {
  expect(await follow([said(0, ['a', 'b'])], 'it was removed')).toEqual({
    result: { linesRead: 2, lost: 'it was removed' },
    asked: [0, 2],
    taken: ['a', 'b'],
    losses: ['it was removed'],
  });
});

test('another pod under the same name is not taken for the one that was lost', async () => {
  const { result, taken } = await follow([said(0, ['a']), said(1, ['z'], { id: 'second', end })]);
  expect({ result, taken }).toEqual({
    result: { linesRead: 1, lost: 'another pod is in its place' },
    taken: ['a'],
  });
});
