import { describe, expect, test } from 'vitest';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import type { Objective } from '../../../src/model/objective.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { withObjectives } from '../../../src/plan/with-objectives.ts';
import { facts, flood, objective, settings } from './literals.ts';

const measured: Scenario = {
  ...flood,
  checks: [
    { check: victimP99Ratio(), provesControl: true },
    { check: victimErrors(), provesControl: false },
  ],
};

const shot: Scenario = {
  ...flood,
  id: 'storm',
  attack: { kind: 'gpu-pod-storm', podCount: 50 },
  design: { kind: 'single-shot', settleSeconds: 30 },
};

const planOf = (objectives: readonly Objective[], scenarios: readonly Scenario[] = [measured]) =>
  makePlan({ settings: { ...settings, objectives }, scenarios, facts });

const ratio = (changes: Partial<Objective> = {}): Objective =>
  objective({
    id: 'victim-p99-ratio',
    indicator: { kind: 'latency-ratio', percentile: 0.99 },
    limit: 1.4,
    ...changes,
  });

const asked = ({ arms }: ReturnType<typeof planOf>): [string, string[]][] =>
  arms.map(({ scenario, arm, objectives }) => [`${scenario}/${arm}`, objectives.map(({ id }) => id)]);

describe('an objective', () => {
  test('is asked in the protected arm of every scenario that measures a victim', () => {
    expect(asked(planOf([objective()], [measured, shot]))).toEqual([
      ['flood/protected', ['waits-little']],
      ['flood/weakened', []],
      ['storm/protected', []],
      ['storm/weakened', []],
    ]);
  });

  test('that names scenarios is asked in those alone', () => {
    const other = { ...measured, id: 'other' };
    expect(
      asked(planOf([objective({ scenarios: ['other'] })], [measured, other])).filter(([, ids]) => ids[0]),
    ).toEqual([['other/protected', ['waits-little']]]);
  });

  test('of the time to the first token makes the victim stream, in its own arm', () => {
    const streams = (objectives: readonly Objective[]) =>
      planOf(objectives).arms.map(({ design }) => design.kind === 'paired-windows' && design.victimStreams);
    expect(streams([objective()])).toEqual([false, false]);
    const first = objective({ indicator: { kind: 'latency', until: 'first-token', percentile: 0.9 } });
    expect(streams([first])).toEqual([true, false]);
  });

  test('is not needed where the settings let the victim stream', () => {
    const streaming = { ...settings, victim: { ...settings.victim, stream: true } };
    const { arms } = makePlan({ settings: streaming, scenarios: [measured], facts });
    expect(arms.map(({ design }) => 'tokenStreams' in design)).toEqual([true, true]);
  });

  test('of the time between tokens has long answers streamed beside the load, in its own arm', () => {
    const watches = (objectives: readonly Objective[]) =>
      planOf(objectives).arms.map(({ design }) => 'tokenStreams' in design);
    expect(watches([objective()])).toEqual([false, false]);
    const percentile = 0.9;
    const gaps = objective({ indicator: { kind: 'latency', until: 'next-token', percentile } });
    const ratio = objective({ indicator: { kind: 'latency-ratio', until: 'next-token', percentile } });
    expect(watches([gaps])).toEqual([true, false]);
    expect(watches([ratio])).toEqual([true, false]);
    const { arms } = planOf([gaps]);
    expect(arms[0]?.design).toMatchObject({
      victimStreams: false,
      tokenStreams: { maxTokens: 64, everySeconds: 0.9, pauseSeconds: 0.1, most: 127 },
    });
  });

  test('is one more that chance could breach; counts are not', () => {
    expect(planOf([]).arms.map(({ objectivesAtRisk }) => objectivesAtRisk)).toEqual([1, 1]);
    const plan = planOf([objective(), objective({ id: 'other', limit: 300 })], [measured, shot]);
    expect(plan.arms.map(({ objectivesAtRisk }) => objectivesAtRisk)).toEqual([3, 3, 3, 3]);
  });
});

describe('an objective with the name of a built-in check', () => {
  test('replaces its limit, and is not asked twice', () => {
    const none = objective({ id: 'victim-errors', indicator: { kind: 'error-ratio' }, limit: 0.002 });
    const { arms } = planOf([ratio(), none]);
    for (const { limits, objectives, objectivesAtRisk } of arms) {
      expect(limits).toMatchObject({ p99Ratio: 1.4, victimErrorRatio: 0.002, errorHeld: 0.05 });
      expect(objectives).toEqual([]);
      expect(objectivesAtRisk).toBe(1);
    }
  });

  test('replaces it in the scenarios that it names, and in no other', () => {
    const other = { ...measured, id: 'other' };
    const plan = planOf([ratio({ scenarios: ['other'] })], [measured, other]);
    const limits = ({ arms }: typeof plan) => arms.map(({ limits }) => limits.p99Ratio);
    expect(limits(plan)).toEqual([1.1, 1.1, 1.4, 1.4]);
    expect(limits(withObjectives(planOf([], [measured, other]), [measured, other], plan.objectives))).toEqual(
      limits(plan),
    );
  });

  test('is one that is built in, not one that every object has', () => {
    expect(asked(planOf([objective({ id: 'constructor' })]))[0]).toEqual([
      'flood/protected',
      ['constructor'],
    ]);
  });

  test.each([
    [
      'another percentile',
      ratio({ indicator: { kind: 'latency-ratio', percentile: 0.95 } }),
      'with target 0.99',
    ],
    [
      'the time between tokens',
      ratio({ indicator: { kind: 'latency-ratio', until: 'next-token', percentile: 0.99 } }),
      'with target 0.99',
    ],
    ['another figure', ratio({ indicator: { kind: 'error-ratio' } }), 'measure latency-ratio'],
    ['latency instead of errors', ratio({ id: 'victim-errors' }), 'measure error-ratio.'],
  ])('is refused when it means %s', (_what, wrong, hint) => {
    const refusal = {
      name: 'UsageError',
      code: 'bad-objective',
      message: `The objective ${wrong.id} has the name of a built-in check, which measures something else`,
      hint: expect.stringContaining(hint),
    };
    expect(() => planOf([wrong])).toThrow(expect.objectContaining(refusal));
    expect(() => withObjectives(planOf([]), [measured], [wrong])).toThrow(expect.objectContaining(refusal));
  });
});

describe('a run that was played', () => {
  const played = planOf([objective()], [measured, shot]);

  test('is judged by other objectives, and what was played stays', () => {
    const other = objective({ id: 'other', limit: 300 });
    const plan = withObjectives(played, [measured, shot], [other, ratio()]);
    expect(asked(plan).map(([, ids]) => ids)).toEqual([['other'], [], [], []]);
    expect(plan.objectives).toEqual([other, ratio()]);
    for (const [index, arm] of plan.arms.entries()) {
      expect(arm.design).toBe(played.arms[index]?.design);
      expect(arm.attack).toBe(played.arms[index]?.attack);
      expect(arm.limits.p99Ratio).toBe(1.4);
      expect(arm.objectivesAtRisk).toBe(2);
    }
    expect(plan).toMatchObject({ seed: played.seed, expectedSeconds: played.expectedSeconds });
  });

  test('is judged as before by the same objectives', () => {
    expect(withObjectives(played, [measured, shot], [objective()])).toEqual(played);
  });

  test('asks nothing of a scenario that is not known', () => {
    expect(asked(withObjectives(played, [shot], [objective()])).map(([, ids]) => ids)).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});
