import { describe, expect, it } from 'vitest';
import { admittedWithinRate } from '../../../src/judge/checks/admitted-within-rate.ts';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import { judgeArm } from '../../../src/judge/judge-arm.ts';
import { judgeRun } from '../../../src/judge/judge-run.ts';
import { exitCodeFor } from '../../../src/judge/summary.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan, Plan } from '../../../src/model/plan.ts';
import type { Summary } from '../../../src/model/report.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { floodPlan } from './example-arm.ts';
import { floodRecord, slower } from './example-flood.ts';

const weakness = { fixture: 'no-limiter', removes: 'the rate limiter' };

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
    { check: admittedWithinRate(), provesControl: true },
  ],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 0,
    windowSeconds: 10,
    guardSeconds: 2,
    looksPairs: [4, 8],
  },
  weaknesses: [weakness],
  cure: { usualCause: 'Nobody set it.', fix: 'Set it.' },
};

const weakenedPlan: ArmPlan = { ...floodPlan, arm: 'weakened', weakness };

const planOf = (...arms: ArmPlan[]): Plan => ({
  schemaVersion: 1,
  profile: 'quick',
  seed: 1,
  arms,
  objectives: [],
  limits: floodPlan.limits,
  expectedSeconds: { min: 80, max: 160 },
});

const slow = slower(3);

const broken = floodRecord({ victim: slow, aggressor: () => ({ latencyMs: 30 }) });

const judge = (protectedRecord: ArmRecord | undefined, weakenedRecord: ArmRecord | undefined) =>
  judgeRun({
    scenarios: [scenario],
    plan: planOf(floodPlan, weakenedPlan),
    recordOf: ({ arm }) => (arm === 'protected' ? protectedRecord : weakenedRecord),
  });

describe('judgeArm', () => {
  it('judges every check in the protected arm', () => {
    const verdicts = judgeArm(scenario, floodPlan, floodRecord());
    expect(verdicts.map(({ id, status }) => [id, status])).toEqual([
      ['request-flood/protected/victim-p99-ratio', 'held'],
      ['request-flood/protected/victim-errors', 'held'],
      ['request-flood/protected/admitted-within-rate', 'held'],
    ]);
  });

  it('judges only what must notice the missing control in the weakened arm', () => {
    const verdicts = judgeArm(scenario, weakenedPlan, broken);
    expect(verdicts.map(({ id, status }) => [id, status])).toEqual([
      ['request-flood/weakened-no-limiter/victim-p99-ratio', 'breached'],
      ['request-flood/weakened-no-limiter/admitted-within-rate', 'breached'],
    ]);
  });
});

describe('judgeRun', () => {
  it('holds when the control held and its removal was caught', () => {
    const { summary } = judge(floodRecord(), broken);
    expect(summary).toEqual({
      held: 3,
      breached: 0,
      inconclusive: 0,
      notVerified: 0,
      controlsCaught: 1,
      controlsMissed: 0,
    });
    expect(exitCodeFor(summary)).toBe(0);
  });

  it('believes no check of a scenario whose control was missed, and says why', () => {
    const { summary, verdicts } = judge(floodRecord(), floodRecord({ victim: slow }));
    expect(summary).toMatchObject({ held: 0, inconclusive: 3, controlsCaught: 0, controlsMissed: 1 });
    expect(verdicts[0]?.reason).toBe(
      'the negative control was missed: without the control (the rate limiter) this had to break, ' +
        'but request-flood/weakened-no-limiter/admitted-within-rate was held',
    );
    expect(verdicts[0]?.evidence.at(-1)).toMatch(/^Not counted as held: p99/u);
    // The weakened arm keeps what it found.
    expect(verdicts.at(-1)).toMatchObject({ arm: 'weakened', status: 'held' });
    expect(exitCodeFor(summary)).toBe(20);
  });

  it('misses a control whose arm was never played, or whose load was lost', () => {
    expect(judge(floodRecord(), undefined).summary).toMatchObject({ held: 0, controlsMissed: 1 });
    const lost = floodRecord({ victim: slow, victimEnded: { exitCode: null, signal: 'SIGKILL' } });
    expect(judge(floodRecord(), lost).summary.controlsMissed).toBe(1);
  });

  it('keeps a breach, caught or missed', () => {
    const { summary } = judge(broken, floodRecord());
    expect(summary).toMatchObject({ breached: 2, controlsMissed: 1 });
    expect(exitCodeFor(summary)).toBe(99);
  });

  it('claims nothing of an arm that was never played', () => {
    const { summary } = judge(undefined, broken);
    expect(summary).toMatchObject({ held: 0, inconclusive: 3 });
  });

  it('says of a held verdict without a planned control that there was none', () => {
    const { verdicts } = judgeRun({
      scenarios: [scenario],
      plan: planOf(floodPlan),
      recordOf: () => floodRecord(),
    });
    expect(verdicts[0]).toMatchObject({ status: 'held' });
    expect(verdicts[0]?.evidence).toContain('No negative control was planned for this scenario');
  });

  it('verifies nothing that the cluster lacks the means for', () => {
    const { verdicts, summary } = judgeRun({
      scenarios: [scenario],
      plan: planOf(),
      recordOf: () => floodRecord(),
      missing: new Map([[scenario.id, ['gateway', 'gpu-hardware']]]),
    });
    expect(summary).toMatchObject({ held: 0, notVerified: 3 });
    expect(verdicts[0]?.reason).toBe('needs gateway, gpu-hardware, which this cluster does not have');
    expect(exitCodeFor(summary)).toBe(20);
  });

  it('refuses a plan that forgot a scenario', () => {
    expect(() =>
      judgeRun({ scenarios: [scenario], plan: planOf(weakenedPlan), recordOf: () => broken }),
    ).toThrow('The plan does not play request-flood');
  });
});

describe('exitCodeFor', () => {
  const none = {
    held: 0,
    breached: 0,
    inconclusive: 0,
    notVerified: 0,
    controlsCaught: 0,
    controlsMissed: 0,
  };
  it.each<[number, Partial<Summary>]>([
    [0, { held: 1 }],
    [0, { held: 8, notVerified: 2, controlsCaught: 3 }],
    [99, { held: 1, breached: 1, inconclusive: 1, controlsMissed: 1 }],
    [20, { held: 1, inconclusive: 1 }],
    [20, { held: 1, controlsMissed: 1 }],
    [20, {}],
    [20, { notVerified: 3 }],
    [20, { controlsCaught: 3 }],
  ])('is %i for %o', (expected, counts) => {
    expect(exitCodeFor({ ...none, ...counts })).toBe(expected);
  });
});
