import { expect, test } from 'vitest';
import { growingRecord } from '../../../../src/judge/live/growing-record.ts';
import { liveFigures } from '../../../../src/judge/live/live-figures.ts';
import { digestRecording } from '../../../../src/judge/load/digest-recording.ts';
import type { ArmRecording } from '../../../../src/model/observation.ts';
import { floodPlan, instant, plannedWindows, without } from '../example-arm.ts';
import { floodRecording, requestsOf, samplesOf, slower } from '../example-flood.ts';

const pairs = 4;
const planned = plannedWindows(pairs);
const whole = floodRecording({ pairs, victim: slower(1.2) });

/** What comes in of both loads in the seconds between, and everything that was observed by then. */
function arrived(fromSeconds: number, toSeconds: number): ArmRecording {
  const isIn = ({ intendedMs }: { intendedMs: number }): boolean =>
    intendedMs >= instant(fromSeconds) && intendedMs < instant(toSeconds);
  return {
    observations: without(whole, ({ atMs }) => atMs > instant(toSeconds)).observations,
    victim: samplesOf(requestsOf(whole.victim).filter(isIn)),
    aggressor: samplesOf(requestsOf(whole.aggressor).filter(isIn)),
  };
}

test('what is counted up piece by piece says the same as what is counted up at once', () => {
  const record = growingRecord(planned, instant(0));
  // In the guard of the next window, every time: some of its requests have come in too.
  for (let seconds = 0; seconds < 80; seconds += 10) {
    const figures = liveFigures(
      floodPlan,
      record.take(arrived(seconds === 0 ? 0 : seconds + 1, seconds + 11)),
    );
    const soFar: ArmRecording = { ...whole, ...arrived(0, seconds + 11) };
    expect(figures).toEqual(liveFigures(floodPlan, digestRecording(soFar)));
    expect(figures.windows).toHaveLength(seconds / 10 + 1);
  }
});

test('an attack that is no load leaves the aggressor empty', () => {
  const { observations, victim } = whole;
  const record = growingRecord(planned, instant(0)).take({ observations, ...(victim ? { victim } : {}) });
  expect(record.aggressor?.samples).toBe(0);
  expect(record.victim?.samples).toBe(victim?.status.length);
});
