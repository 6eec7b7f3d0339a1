import { describe, expect, it } from 'vitest';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import { gated } from '../../../src/judge/gates/gated.ts';
import { judgeArm } from '../../../src/judge/judge-arm.ts';
import { look } from '../../../src/judge/look.ts';
import { undecidable } from '../../../src/judge/undecidable.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { at, emptyRecord, floodPlan, withDesign, withMore, without } from './example-arm.ts';
import { floodRecord, slower, steady, type Answering } from './example-flood.ts';

const scenario: Scenario = {
  id: 'request-flood',
  question: 'Do the others notice?',
  control: 'rate limiter',
  profiles: ['quick'],
  needs: ['gateway'],
  attack: { kind: 'request-flood', timesPromisedRate: 20 },
  checks: [
    { check: victimP99Ratio(), provesControl: true },
    { check: victimErrors(), provesControl: false },
  ],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 0,
    windowSeconds: 10,
    guardSeconds: 2,
    looksPairs: [4, 8],
  },
  weaknesses: [{ fixture: 'no-limiter', removes: 'the rate limiter' }],
  cure: { usualCause: 'Nobody set it.', fix: 'Set it.' },
};

/** As it is at a look: nothing has ended yet. */
const atLook = (record: ArmRecord): ArmRecord =>
  without(record, ({ kind }) => ['arm-ended', 'load-ended'].includes(kind));

/** Under attack this pair is so many times slower. */
const slowdown =
  (times: (pair: number) => number): Answering =>
  (window, index) => ({
    latencyMs: steady(window, index).latencyMs * (window.phase === 'attack' ? times(window.pair) : 1),
  });

const lookAt = (victim: Answering, plan: ArmPlan = floodPlan, pairs = 4) =>
  look(scenario, plan, atLook(floodRecord({ pairs, victim })));

describe('look', () => {
  it.each([
    ['decided', 'are held', steady],
    ['decided', 'are breached', slower(3)],
    ['go-on', 'are undecided', slowdown((pair) => (pair === 2 ? 3 : 1))],
  ])('says %s where the figures %s', (expected, _what, victim) => {
    expect(lookAt(victim)).toBe(expected);
  });

  it('goes on where the figures are held, but too many pairs were disturbed to believe them', () => {
    const record = (disturbed: number) =>
      floodRecord({
        pairs: 8,
        conditions: ({ index }) => (index < disturbed ? { victimK6CpuShare: 0.95 } : {}),
      });
    expect(look(scenario, floodPlan, atLook(record(2)))).toBe('decided');
    expect(look(scenario, floodPlan, atLook(record(4)))).toBe('go-on');
  });

  it('goes on where nothing was seen', () => {
    expect(look(scenario, floodPlan, emptyRecord)).toBe('go-on');
  });

  it('waits for no check that more pairs cannot decide', () => {
    const counting = { ...scenario, checks: [{ check: victimErrors(), provesControl: true }] };
    expect(look(counting, floodPlan, emptyRecord)).toBe('decided');
  });

  it('asks only what must notice the missing control in a weakened arm', () => {
    const unproven = {
      ...scenario,
      checks: scenario.checks.map(({ check }) => ({ check, provesControl: false })),
    };
    expect(
      look(unproven, { ...floodPlan, arm: 'weakened', weakness: scenario.weaknesses[0] }, emptyRecord),
    ).toBe('decided');
  });

  it('waits for the objectives of the plan, too', () => {
    const promise = {
      id: 'promise',
      description: 'What is promised',
      indicator: { kind: 'latency', until: 'last-token', percentile: 0.99 },
      limit: 45,
      scenarios: [],
    } as const;
    const plan = { ...floodPlan, objectives: [promise] };
    // 4 windows are worth too few requests for a p99, 8 are not.
    expect(lookAt(steady, plan)).toBe('go-on');
    expect(lookAt(steady, plan, 8)).toBe('decided');
  });

  it('asks a breach for the error of one of all objectives', () => {
    const nearly = slowdown((pair) => [1.55, 1.65, 1.6, 1.6][pair] ?? 1.6);
    expect(lookAt(nearly, { ...floodPlan, objectivesAtRisk: 1 })).toBe('decided');
    expect(lookAt(nearly, { ...floodPlan, objectivesAtRisk: 1000 })).toBe('go-on');
    // A pass needs every objective, so that it needs no correction.
    expect(lookAt(steady, { ...floodPlan, objectivesAtRisk: 1000 })).toBe('decided');
  });
});

describe('an arm that lost something', () => {
  const undecided = slowdown((pair) => (pair === 2 ? 3 : 1));
  const failing: Answering = (window, index) => ({
    ...undecided(window, index),
    ...(window.phase === 'attack' && index === 200 ? { status: 500 } : {}),
  });
  const fault = at(30, { kind: 'fault', what: 'memory hog hog-1', cause: 'refused' });
  const lost = (victim: Answering): ArmRecord => withMore(atLook(floodRecord({ victim })), fault);
  const weakened: ArmPlan = { ...floodPlan, arm: 'weakened', weakness: scenario.weaknesses[0] };

  it.each([
    ['hopeless', 'a fault and nothing breached', floodPlan, lost(undecided)],
    ['go-on', 'a fault and a breach in sight', floodPlan, lost(failing)],
    ['go-on', 'no fault', floodPlan, atLook(floodRecord({ victim: undecided }))],
    ['go-on', 'no fault and a breach in sight', floodPlan, atLook(floodRecord({ victim: failing }))],
    ['decided', 'a fault and figures that are held', floodPlan, lost(steady)],
    ['hopeless', 'a fault and nothing breached, control removed', weakened, lost(undecided)],
    ['go-on', 'no fault, control removed', weakened, atLook(floodRecord({ victim: undecided }))],
  ])('is %s with %s', (expected, _what, plan, record) => {
    expect(look(scenario, plan, record)).toBe(expected);
  });

  it('is played on while one of its checks may hold all the same', () => {
    const untouched = gated(
      { id: 'untouched', objective: 'Something else holds', unit: 'x', measure: () => undecidable('later') },
      { held: [], breached: [] },
    );
    const checks = [...scenario.checks, { check: untouched, provesControl: false }] as const;
    expect(look({ ...scenario, checks }, floodPlan, lost(undecided))).toBe('go-on');
  });

  it('says in its verdicts what was lost', () => {
    const end = at(201, { kind: 'arm-ended', playedPairs: 4, lastLook: 'hopeless' });
    const verdicts = judgeArm(scenario, floodPlan, withMore(lost(undecided), end));
    expect(verdicts.map(({ status }) => status)).toEqual(['inconclusive', 'inconclusive']);
    for (const { reason } of verdicts)
      expect(reason).toContain('lost during the experiment: memory hog hog-1 (refused)');
  });
});

describe('a hopeless arm', () => {
  const plan = withDesign({ looksPairs: [4, 8, 12, 24] });
  /** As often twice as fast under attack as twice as slow. */
  const noisy = slowdown((pair) => (pair % 2 === 0 ? 2 : 0.5));

  it('is given up when noise like this would leave it undecided after the last pair', () => {
    expect(lookAt(noisy, plan, 12)).toBe('hopeless');
  });

  it('is not given up before its noise has been seen in twelve pairs', () => {
    expect(lookAt(noisy, plan, 8)).toBe('go-on');
  });

  it('is not given up when as many pairs as are planned may decide', () => {
    expect(lookAt(noisy, withDesign({ looksPairs: [4, 8, 12, 480] }), 12)).toBe('go-on');
    const wobbling = slowdown((pair) => (pair % 2 === 0 ? 1.1 : 1.3));
    expect(lookAt(wobbling, plan, 12)).toBe('go-on');
  });

  it('is not given up while it looks like a breach, however loud the noise', () => {
    // Of 2 on average, with noise that 24 pairs cannot tell from a ratio of 1.
    const slow = slowdown((pair) => [0.55, 2.1, 8][pair % 3] ?? 1);
    expect(lookAt(slow, plan, 12)).toBe('go-on');
    // The same noise around a ratio of 1.
    const level = slowdown((pair) => [0.26, 1, 3.8][pair % 3] ?? 1);
    expect(lookAt(level, plan, 12)).toBe('hopeless');
  });

  it('is decided, not given up, when it was decided', () => {
    expect(lookAt(slower(3), plan, 12)).toBe('decided');
  });
});
