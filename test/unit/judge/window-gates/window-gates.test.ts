import { describe, expect, it } from 'vitest';
import { clockSteady } from '../../../../src/judge/window-gates/clock-steady.ts';
import { enoughSamples } from '../../../../src/judge/window-gates/enough-samples.ts';
import { generatorAtEase } from '../../../../src/judge/window-gates/generator-at-ease.ts';
import { loadOffered } from '../../../../src/judge/window-gates/load-offered.ts';
import { processorNotStolen } from '../../../../src/judge/window-gates/processor-not-stolen.ts';
import { startedOnTime } from '../../../../src/judge/window-gates/started-on-time.ts';
import type { WindowGate } from '../../../../src/judge/window-gates/window-gate.ts';
import { emptyRecord, floodPlan, stormPlan, windowsOf, withDesign } from '../example-arm.ts';
import {
  floodRecord,
  floodRecording,
  steady,
  unstarted,
  withRequests,
  type Answer,
  type Answering,
  type FloodOptions,
} from '../example-flood.ts';

/** What a gate says of each of the eight windows. */
const causesOf = (gate: WindowGate, record = floodRecord(), plan = floodPlan): (string | undefined)[] =>
  windowsOf(4).map((window) => gate.trips(window, plan, record));

const none = Array.from({ length: 8 }, () => undefined);
const inWindow3 = (cause: string) => none.map((_, index) => (index === 3 ? cause : undefined));

/** Window 3 is answered like this, the others as ever. */
const answeredInWindow3 =
  (answer: (request: number) => Partial<Answer>): Answering =>
  (window, request) => ({ ...steady(window, request), ...(window.index === 3 ? answer(request) : {}) });

/** The first so many requests of the measured part of window 3 are not among the samples. */
const missingInWindow3 = (amount: number) =>
  withRequests(floodRecording(), 'victim', (requests) =>
    requests.filter((_, index) => !(index >= 3 * 400 + 80 && index < 3 * 400 + 80 + amount)),
  );

const conditionsOf = (conditions: ReturnType<NonNullable<FloodOptions['conditions']>>) =>
  floodRecord({ conditions: ({ index }) => (index === 3 ? conditions : {}) });

const gates = [loadOffered, startedOnTime, generatorAtEase, processorNotStolen, clockSteady, enoughSamples];

it.each(gates)('$id passes a sound window', (gate) => {
  expect(causesOf(gate)).toEqual(none);
});

describe('load-offered', () => {
  it('tolerates one request at the edge, not two and more than 0.5 %', () => {
    expect(causesOf(loadOffered, missingInWindow3(1))).toEqual(none);
    expect(causesOf(loadOffered, missingInWindow3(3))).toEqual(
      inWindow3("the victim's load was not offered in full: 317 of 320 requests came due"),
    );
  });

  it('takes what k6 had no idle user for as offered, since it counts as endless', () => {
    const victim = answeredInWindow3((request) => (request % 4 === 0 ? unstarted : {}));
    expect(causesOf(loadOffered, floodRecord({ victim }))).toEqual(none);
  });

  it('trips in each window of a load that nobody saw, and in no window without a plan for one', () => {
    expect(causesOf(loadOffered, emptyRecord)).not.toContain(undefined);
    expect(causesOf(loadOffered, emptyRecord, stormPlan)).toEqual(none);
  });
});

describe('started-on-time', () => {
  /** Two in a hundred requests are sent late, which is part of their latency. */
  const late = (sendDelayMs: number, latencyMs: number) =>
    floodRecord({
      victim: answeredInWindow3((request) => ({
        latencyMs,
        sendDelayMs: request % 50 === 0 ? sendDelayMs : 0,
      })),
    });

  it('trips where the start lag is more than 2 ms and a quarter of the latency', () => {
    expect(causesOf(startedOnTime, late(11, 40))).toEqual(
      inWindow3('k6 was late itself: p99 of its start lag is 11 ms, 27.5 % of the p99 latency'),
    );
  });

  it('passes a lag of up to a quarter of the latency, or of up to 2 ms', () => {
    expect(causesOf(startedOnTime, late(10, 40))).toEqual(none);
    expect(causesOf(startedOnTime, late(2, 4))).toEqual(none);
  });

  it('does not ask about one late request in a hundred', () => {
    const victim = answeredInWindow3((request) => ({ sendDelayMs: request % 200 === 0 ? 500 : 0 }));
    expect(causesOf(startedOnTime, floodRecord({ victim }))).toEqual(none);
  });
});

describe.each([
  [
    generatorAtEase,
    { victimK6CpuShare: 0.8 },
    { victimK6CpuShare: 0.9 },
    "the victim's k6 used 90 % of one core",
  ],
  [
    processorNotStolen,
    { stealShare: 0.05 },
    { stealShare: 0.06 },
    'the hypervisor gave 6 % of the processors to others',
  ],
  [clockSteady, { clockStepMs: -5 }, { clockStepMs: -6 }, 'the clock was set by -6 ms'],
])('$id', (gate, most, tooMuch, cause) => {
  it(`trips at ${JSON.stringify(tooMuch)}, in that window alone`, () => {
    expect(causesOf(gate, conditionsOf(tooMuch))).toEqual(inWindow3(cause));
  });

  it(`passes at ${JSON.stringify(most)}`, () => {
    expect(causesOf(gate, conditionsOf(most))).toEqual(none);
  });
});

describe('enough-samples', () => {
  it('demands what the plan says of every window', () => {
    expect(causesOf(enoughSamples, missingInWindow3(21))).toEqual(none);
    expect(causesOf(enoughSamples, missingInWindow3(22))).toEqual(
      inWindow3('it has 298 samples, needed are 299'),
    );
  });

  it('counts only the measured part', () => {
    const record = withRequests(floodRecording(), 'victim', (requests) =>
      requests.filter((_, index) => index % 400 >= 80),
    );
    expect(causesOf(enoughSamples, record)).toEqual(none);
  });

  it('trips on a load that nobody saw', () => {
    expect(causesOf(enoughSamples, emptyRecord, withDesign({ victimRateRps: 0 }))).not.toContain(undefined);
  });
});
