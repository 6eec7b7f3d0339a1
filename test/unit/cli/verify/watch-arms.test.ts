import { Chalk } from 'chalk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveView } from '../../../../src/cli/terminal/terminal-progress.ts';
import { watchArms } from '../../../../src/cli/verify/watch-arms.ts';
import type { ArmStage } from '../../../../src/experiment/run-experiment.ts';
import { silentProgress } from '../../../../src/model/progress.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { instant, plannedWindows, stormPlan, withDesign } from '../../judge/example-arm.ts';
import { floodRecording, samplesOf, requestsOf } from '../../judge/example-flood.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const windows = plannedWindows(4);
/** 110 s at most, and 10 s. */
const flood: ArmPlan = withDesign({ windows });
const arms = [flood, { ...stormPlan, weakness: { fixture: 'none', removes: 'the quota' } }] as const;

function watching(of: readonly ArmPlan[] = arms) {
  const shown: LiveView[] = [];
  const watch = watchArms(of, { ...silentProgress, show: (view) => void shown.push(view) });
  const lines = () => shown.at(-1)?.({ width: 100, chalk: new Chalk({ level: 0 }) }) ?? [];
  return { watch, lines, shown };
}

/** After so many windows, whatever the samples are asked for. */
function settled(played: number): ArmStage {
  const { observations, victim } = floodRecording();
  const untilMs = instant(windows[played - 1]?.toSeconds ?? 0);
  const requests = requestsOf(victim).filter(({ intendedMs }) => intendedMs < untilMs);
  return {
    kind: 'settled',
    recording: { observations: observations.filter(({ atMs }) => atMs <= untilMs) },
    loads: {
      startMs: instant(0),
      victim: { count: requests.length, after: (count) => samplesOf(requests.slice(count)) },
    },
  };
}

const windowStage = (index: number): ArmStage => {
  const [window] = windows.slice(index);
  if (!window) throw new RangeError(`no window ${index}`);
  return { kind: 'window', window };
};

describe('an arm that is watched', () => {
  test('says where it is, and its time counts down only where the plan has time for it', () => {
    const { watch, lines } = watching();
    watch(flood, { kind: 'preparing' });
    vi.advanceTimersByTime(7000);
    expect(lines().at(0)).toBe('[1/2] request-flood · control in place · pair 1 of at most 8 · preparing');
    expect(lines().at(-1)).toBe('  time    7 s · at most 2 min 0 s left · set-up not counted');
    watch(flood, { kind: 'warming-up' });
    vi.advanceTimersByTime(10_000);
    expect(lines().at(-1)).toContain('17 s · at most 1 min 50 s left');
    watch(flood, windowStage(3));
    vi.advanceTimersByTime(5000);
    expect(lines().at(0)).toBe('[1/2] request-flood · control in place · pair 2 of at most 8 · attack');
    expect(lines().at(-1)).toContain('22 s · at most 55 s left');
  });

  test('counts every sample once', () => {
    const { watch, lines } = watching();
    watch(flood, { kind: 'preparing' });
    for (let played = 1; played <= 6; played++) watch(flood, settled(played));
    expect(lines()[1]).toMatch(/^ {2}ratio {3}1 · 99 % interval 0\.9\d+ to 1\.0\d · limit 1\.25 · 3 pairs$/);
    expect(lines()[2]).toBe('  p99     at rest 39.1 ms ███ · under attack 39.2 ms ███');
  });

  test('of which figures cannot be had goes on without them', () => {
    const { watch, lines } = watching();
    watch(flood, { kind: 'preparing' });
    const broken: ArmStage = {
      kind: 'settled',
      recording: { observations: [] },
      loads: {
        startMs: 0,
        victim: {
          count: 1,
          after: () => {
            throw new RangeError('out of memory');
          },
        },
      },
    };
    watch(flood, broken);
    expect(lines()[1]).toBe('  ratio   –');
  });

  test('is no more shown once the next has begun', () => {
    const { watch, lines, shown } = watching();
    watch(flood, { kind: 'preparing' });
    watch(arms[1], { kind: 'preparing' });
    const before = shown.length;
    watch(flood, settled(1));
    expect(shown).toHaveLength(before);
    expect(lines()).toEqual([
      '[2/2] gpu-quota-storm · control removed · the quota',
      '  time    0 s · at most 10 s left · set-up not counted',
    ]);
  });
});

test('where nothing can be drawn nothing is worked out', () => {
  const watch = watchArms(arms, silentProgress);
  const unread = {
    startMs: 0,
    get victim(): never {
      throw new Error('read');
    },
  };
  watch(flood, { kind: 'preparing' });
  expect(() =>
    watch(flood, { kind: 'settled', recording: { observations: [] }, loads: unread }),
  ).not.toThrow();
});
