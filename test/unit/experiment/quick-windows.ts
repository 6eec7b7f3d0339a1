import type { RunningLoad } from '../../../src/experiment/load/running-load.ts';
import { sampleBuffer } from '../../../src/experiment/load/sample-buffer.ts';
import type { DesignPlan, WindowPlan } from '../../../src/model/plan.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { floodDesign } from '../judge/example-arm.ts';

type PairedWindows = Extract<DesignPlan, { kind: 'paired-windows' }>;

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
// The victim's load is so slow that no look has to wait for an answer.
export const design: PairedWindows = {
  ...floodDesign,
  victimRateRps: 1,
  warmUp: { minSeconds: 0, maxSeconds: 0 },
  windows,
  looksPairs: [1, 2],
};

/** A load of which nothing is heard until it is stopped. */
export function playedLoad(): RunningLoad {
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
