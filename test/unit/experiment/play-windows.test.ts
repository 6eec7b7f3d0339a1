import { expect, test } from 'vitest';
import { noAttack } from '../../../src/experiment/attacks/no-attack.ts';
import type { AttackContext } from '../../../src/experiment/attacks/attack-driver.ts';
import type { RunningLoad } from '../../../src/experiment/load/running-load.ts';
import { sampleBuffer } from '../../../src/experiment/load/sample-buffer.ts';
import { playWindows } from '../../../src/experiment/play-windows.ts';
import type { ObservedFact } from '../../../src/model/observation.ts';
import type { WindowPlan } from '../../../src/model/plan.ts';
import type { Stack } from '../../../src/stack/stack.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { floodDesign, floodPlan } from '../judge/example-arm.ts';

/** Two pairs of windows of 0.6 s, a break after each; the guard is as long as it takes until answers are in. */
const windows = [0, 1, 2, 3].map((index): WindowPlan => {
  const fromSeconds = 0.6 * index + 0.1 * Math.floor(index / 2);
  return {
    index,
    pair: Math.floor(index / 2),
    phase: index % 2 === 0 ? 'baseline' : 'attack',
    fromSeconds,
    measureFromSeconds: fromSeconds + 0.55,
    toSeconds: fromSeconds + 0.6,
  };
});
// So slow that no look has to wait for an answer.
const design = {
  ...floodDesign,
  victimRateRps: 1,
  warmUp: { minSeconds: 0, maxSeconds: 0 },
  windows,
  looksPairs: [1, 2],
};

function playedLoad(): RunningLoad {
  const outcome = {
    droppedIterations: 0,
    refusedWithoutRetryAfter: 0,
    shamRequests: 0,
    exitCode: 0,
    signal: null,
    stoppedByUs: true,
    cpuSeconds: 0,
    elapsedSeconds: 1,
    errorTail: '',
    lost: undefined,
  };
  return {
    samples: sampleBuffer(),
    release: async () => nowMs(),
    meters: async () => [],
    ended: new Promise(() => {}),
    stop: async () => outcome,
    [Symbol.asyncDispose]: async () => {},
  };
}

test('what came in is told between two measured parts, of every window, and before the judge is asked', async () => {
  const told: string[] = [];
  const starts: number[] = [];
  const recorded: ObservedFact[] = [];
  const context: AttackContext = {
    plan: { ...floodPlan, design },
    stack: { tenant: () => ({ apiKey: 'key' }) } as unknown as Stack,
    recorder: {
      folder: '/nowhere',
      record: (fact) => void recorded.push(fact),
      keepSamples: () => {},
      snapshot: () => ({ observations: [] }),
    },
    startLoad: async () => playedLoad(),
    signal: new AbortController().signal,
    bill: () => Promise.reject(new Error('no bill is asked for')),
  };
  await playWindows(context, noAttack, design, {
    look: () => {
      told.push('look');
      return 'go-on';
    },
    onWarmUp: () => told.push('warm-up'),
    onWindow: ({ index }) => told.push(`window ${index}`),
    onSettled: ({ startMs, victim }) => {
      starts.push(startMs);
      expect(victim.after(0).status).toHaveLength(victim.count);
      told.push(`told after ${recorded.filter(({ kind }) => kind === 'window').length}`);
    },
  });
  expect(told).toEqual([
    'warm-up',
    'window 0',
    'window 1',
    'told after 1',
    'told after 2',
    'look',
    'window 2',
    'told after 2',
    'window 3',
    'told after 3',
    'told after 4',
    'look',
  ]);
  const first = recorded.find((fact) => fact.kind === 'window');
  expect(new Set(starts)).toEqual(new Set([first?.fromMs]));
});
