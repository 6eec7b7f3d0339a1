import { describe, expect, test } from 'vitest';
import {
  shortcomingsOf,
  shortcomingsOfPlan,
  type CertifyRules,
} from '../../../../src/judge/certificate/shortcomings.ts';
import { summarize } from '../../../../src/judge/summary.ts';
import type { ArmPlan, Plan } from '../../../../src/model/plan.ts';
import type { Report, Verdict } from '../../../../src/model/report.ts';
import { withLimits } from '../example-arm.ts';

const held: Verdict = {
  id: 'request-flood/protected/victim-p99-ratio',
  scenario: 'request-flood',
  arm: 'protected',
  objective: "Under attack the victim's p99 latency stays near its p99 at rest",
  status: 'held',
  measured: 1.01,
  limit: 1.05,
  unit: 'ratio',
  reason: 'at most 1.03 times',
  evidence: [],
};
const caught: Verdict = {
  ...held,
  id: 'request-flood/weakened-limiter-off-fifo/victim-p99-ratio',
  arm: 'weakened',
  weakness: 'limiter-off-fifo',
  status: 'breached',
  reason: 'at least 4 times',
};
const untried: Verdict = {
  ...held,
  id: 'vram-allocation-ladder/protected/within-share',
  scenario: 'vram-allocation-ladder',
  status: 'not-verified',
  measured: null,
  reason: 'needs gpu-hardware, which this cluster does not have',
};

const nothing: ReadonlySet<string> = new Set();

function report(verdicts: Verdict[], run: Partial<Report['run']> = {}): Report {
  const facts: Report['run'] = {
    id: '2026-11-24T00-00-00-0001',
    startedAt: '2026-11-24T00:00:00.000Z',
    endedAt: '2026-11-24T01:00:00.000Z',
    profile: 'certify',
    seed: 7,
    cluster: { kind: 'existing', kubernetesVersion: 'v1.37.2', capabilities: ['quota'] },
    tool: { version: '0.1.0' },
    ...run,
  };
  return { schemaVersion: 1, run: facts, verdicts, summary: summarize(verdicts) };
}

describe('what a run found', () => {
  test('lacks nothing if all held and every control was caught', () => {
    expect(shortcomingsOf(report([held, caught]), nothing)).toEqual([]);
  });

  test.for<[string, Report, string[]]>([
    [
      'a control that was never played',
      report([held, { ...caught, status: 'inconclusive', reason: 'not played', notPlayed: true }]),
      [
        'request-flood/weakened-limiter-off-fifo/victim-p99-ratio not played, where it had to break: not played',
      ],
    ],
    [
      'another profile',
      report([held, caught], { profile: 'nightly' }),
      ['the run was played in the profile nightly, not certify'],
    ],
    [
      'an early end',
      report([held, caught], { endedEarly: 'interrupted' }),
      ['the run ended early: interrupted'],
    ],
    [
      'a breach',
      report([
        held,
        { ...held, id: 'request-flood/protected/x', status: 'breached', reason: 'too slow' },
        caught,
      ]),
      ['request-flood/protected/x breached: too slow'],
    ],
    [
      'what could not be told',
      report([
        held,
        { ...held, id: 'request-flood/protected/x', status: 'inconclusive', reason: 'noise' },
        caught,
      ]),
      ['request-flood/protected/x inconclusive: noise'],
    ],
    [
      'what was not tried',
      report([held, caught, untried]),
      [
        'vram-allocation-ladder/protected/within-share not-verified: needs gpu-hardware, which this cluster does not have',
      ],
    ],
    [
      'a missed control',
      report([held, { ...caught, status: 'held', reason: 'at most 1.02 times' }]),
      [
        'request-flood/weakened-limiter-off-fifo/victim-p99-ratio missed, as held where it had to break: at most 1.02 times',
      ],
    ],
    [
      'a control of which nothing could be told',
      report([held, { ...caught, status: 'inconclusive', reason: 'k6 was lost' }]),
      [
        'request-flood/weakened-limiter-off-fifo/victim-p99-ratio missed, as inconclusive where it had to break: k6 was lost',
      ],
    ],
    ['everything', report([]), ['nothing was held: nothing is shown']],
    [
      'a platform that is not ours',
      report([{ ...held, control: 'not-exercised' }], { endpoint: 'https://llm.example.com' }),
      [
        'no control was removed: the run was played on a platform that is not ours, where nobody has seen its checks break',
      ],
    ],
  ])('names %s', ([, found, lines]) => {
    expect(shortcomingsOf(found, nothing)).toEqual(lines);
  });

  test('excuses what was left out by name and was not tried, and nothing else', () => {
    const leftOut = new Set(['vram-allocation-ladder']);
    expect(shortcomingsOf(report([held, caught, untried]), leftOut)).toEqual([]);
    expect(
      shortcomingsOf(report([held, caught, { ...untried, status: 'breached', reason: 'wrote' }]), leftOut),
    ).toEqual([
      'vram-allocation-ladder/protected/within-share breached: wrote',
      'vram-allocation-ladder was played, so that it cannot be left out',
    ]);
  });

  test('does not let what held be left out', () => {
    expect(shortcomingsOf(report([held, caught]), new Set(['request-flood']))).toEqual([
      'request-flood was played, so that it cannot be left out',
    ]);
  });
});

describe('what was planned', () => {
  const strict = withLimits({ p99Ratio: 1.05 });
  const weakened: ArmPlan = {
    ...strict,
    arm: 'weakened',
    weakness: { fixture: 'limiter-off-fifo', removes: 'limiter off' },
  };
  const plan = (arms: ArmPlan[]): Plan => ({
    schemaVersion: 1,
    profile: 'certify',
    seed: 7,
    arms,
    objectives: [],
    limits: strict.limits,
    expectedSeconds: { min: 100, max: 200 },
  });
  const weakness = { fixture: 'limiter-off-fifo', removes: 'limiter off' };
  const rules: CertifyRules = {
    scenarios: [
      { id: 'request-flood', profiles: ['quick', 'nightly', 'certify'], weaknesses: [weakness] },
      { id: 'nightly-only', profiles: ['nightly'], weaknesses: [weakness] },
    ],
    limits: { p99Ratio: 1.05, victimErrorRatio: 0, errorHeld: 0.01 },
  };

  test('lacks nothing if all of the profile was, by its limits', () => {
    expect(shortcomingsOfPlan(plan([strict, weakened]), rules, nothing)).toEqual([]);
  });

  test('names scenarios and weaknesses that were not', () => {
    expect(shortcomingsOfPlan(plan([]), rules, nothing)).toEqual(['request-flood was not played']);
    expect(shortcomingsOfPlan(plan([strict]), rules, nothing)).toEqual([
      'request-flood was not played with its weakness limiter-off-fifo',
    ]);
    expect(shortcomingsOfPlan(plan([]), rules, new Set(['request-flood']))).toEqual([]);
  });

  test('names no weakness where nothing can be removed, which the report says already', () => {
    const spending = { requests: 1, tokens: 1 };
    const target = { endpoint: 'https://x', budget: { ...spending, rateRps: 1 }, most: spending };
    expect(shortcomingsOfPlan({ ...plan([strict]), target }, rules, nothing)).toEqual([]);
    expect(shortcomingsOfPlan({ ...plan([]), target }, rules, nothing)).toEqual([
      'request-flood was not played',
    ]);
  });

  test('names limits that are looser than those of the profile', () => {
    const loose = withLimits({ p99Ratio: 1.25, victimErrorRatio: 0.1, errorHeld: 0.04 });
    expect(shortcomingsOfPlan(plan([loose, weakened]), rules, nothing)).toEqual([
      'request-flood was judged by p99Ratio 1.25, the profile asks for 1.05',
      'request-flood was judged by victimErrorRatio 0.1, the profile asks for 0',
      'request-flood was judged by errorHeld 0.04, the profile asks for 0.01',
    ]);
  });

  test('takes a limit that is no number for a looser one', () => {
    const odd = withLimits({ p99Ratio: Number.NaN, victimErrorRatio: 0, errorHeld: 0.01 });
    expect(shortcomingsOfPlan(plan([odd, weakened]), rules, nothing)).toHaveLength(1);
  });
});
