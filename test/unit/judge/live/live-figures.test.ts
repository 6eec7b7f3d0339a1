import { describe, expect, test } from 'vitest';
import { victimP99Ratio } from '../../../../src/judge/checks/victim-p99-ratio.ts';
import { liveFigures } from '../../../../src/judge/live/live-figures.ts';
import { digestRecording } from '../../../../src/judge/load/digest-recording.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { at, emptyRecord, floodPlan, instant, without, withMore } from '../example-arm.ts';
import { floodRecord, floodRecording, slower, steady, type FloodOptions } from '../example-flood.ts';

const figuresOf = (options: FloodOptions) => liveFigures(floodPlan, floodRecord(options));

/** An attack that is no load. */
function withoutFlood(): ArmRecord {
  const { aggressor: _, ...recording } = floodRecording({ pairs: 2 });
  return digestRecording(recording);
}

describe('the figures of an arm that is still played', () => {
  test('has the ratio and the interval that the judge would find', () => {
    const record = floodRecord({ pairs: 4, victim: slower(1.1) });
    const { measured, interval, limit } = victimP99Ratio().measure(floodPlan, record);
    expect(liveFigures(floodPlan, record).ratio).toEqual({ value: measured, interval, limit });
    expect(measured).toBeCloseTo(1.1, 2);
  });

  test('has the p99 of every window in the order in which they were played', () => {
    const { windows } = figuresOf({ pairs: 2, victim: slower(3) });
    expect(windows).toEqual([
      { phase: 'baseline', p99Ms: 39 },
      { phase: 'attack', p99Ms: 117.3 },
      { phase: 'baseline', p99Ms: 39.2 },
      { phase: 'attack', p99Ms: 117 },
    ]);
  });

  test('has no p99 where too many requests were not served', () => {
    const { windows } = figuresOf({
      pairs: 1,
      victim: (window, index) => ({
        ...steady(window, index),
        status: window.phase === 'attack' && index % 20 === 0 ? 503 : 200,
      }),
    });
    expect(windows.map(({ p99Ms }) => p99Ms)).toEqual([39, null]);
  });

  test('has after one pair a ratio without an interval', () => {
    const { ratio } = figuresOf({ pairs: 1, victim: slower(2) });
    expect(ratio).toEqual({ value: expect.closeTo(2, 1), limit: 1.25 });
  });

  test('leaves out pairs that were disturbed, and says how many', () => {
    const { pairs } = figuresOf({
      pairs: 4,
      conditions: ({ index }) => (index === 3 ? { victimK6CpuShare: 0.95 } : {}),
    });
    expect(pairs).toEqual({ played: 4, takenOut: 1 });
  });

  test('has the rate of the flood, and how much of it was refused', () => {
    expect(figuresOf({ pairs: 2 }).attack).toEqual({ kind: 'requests', rateRps: 20, refusedShare: 0.95 });
  });

  test('counts the completions of an attack that is played in steps', () => {
    const completion = (atSeconds: number, httpStatus: number) =>
      at(atSeconds, {
        kind: 'completion',
        step: 'storm',
        as: 'tenant-b',
        tokensAsked: 20,
        httpStatus,
        errorCode: '',
        retryAfter: null,
        tokensUsed: null,
        tokensStreamed: 0,
        hungUp: false,
        firstByteMs: null,
        durationMs: 3,
        headers: {},
      });
    // The second attack window is from 30 s to 40 s.
    const seen = [completion(12, 429), completion(31, 200), completion(33, 429), completion(39, 429)];
    const { attack } = liveFigures(floodPlan, withMore(withoutFlood(), ...seen));
    expect(attack).toEqual({ kind: 'requests', rateRps: 0.3, refusedShare: 2 / 3 });
  });

  test('counts the containers of a hog', () => {
    const ended = (pod: string, reason: string) =>
      at(15, {
        kind: 'container-ended',
        namespace: 'tenant-b',
        pod,
        reason,
        exitCode: 137,
        allocatedBytes: 1,
        startedAtMs: instant(11),
        endedAtMs: instant(14),
      });
    const record = withMore(withoutFlood(), ended('hog-0', 'OOMKilled'), ended('hog-1', 'Error'));
    expect(liveFigures(floodPlan, record).attack).toEqual({ kind: 'containers', ended: 2, outOfMemory: 1 });
  });

  test('has nothing to say before a window has ended', () => {
    const none = { windows: [], pairs: { played: 0, takenOut: 0 } };
    expect(liveFigures(floodPlan, emptyRecord)).toEqual(none);
    const running = without(floodRecord(), ({ kind }) => kind === 'window');
    expect(liveFigures(floodPlan, running)).toEqual(none);
  });
});
