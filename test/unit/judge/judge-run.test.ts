import { describe, expect, it } from 'vitest';
import { admittedWithinRate } from '../../../src/judge/checks/admitted-within-rate.ts';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import { checksIn } from '../../../src/judge/checks-in.ts';
import { judgeArm } from '../../../src/judge/judge-arm.ts';
import { judgeRun } from '../../../src/judge/judge-run.ts';
import { exitCodeFor } from '../../../src/judge/summary.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan, Plan } from '../../../src/model/plan.ts';
import type { Verdict } from '../../../src/model/report.ts';
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
  profile: 'nightly',
  seed: 21,
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

const cured: Verdict['blame'] = {
  control: 'rate limiter',
  usualCause: 'Nobody set it.',
  fix: 'Set it.',
  reproduce: 'tenantproof verify --scenario request-flood --profile nightly --seed 21',
};

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

  it.each<[string, ArmRecord | undefined]>([
    ['never played', undefined],
    ['known to have no record', { observations: [] }],
  ])('neither caught nor missed a control whose arm was %s, and holds nothing', (_what, weakened) => {
    const { summary, verdicts } = judge(floodRecord(), weakened);
    expect(summary).toEqual({
      held: 0,
      breached: 0,
      inconclusive: 3,
      notVerified: 0,
      controlsCaught: 0,
      controlsMissed: 0,
      controlsNotPlayed: 1,
    });
    expect(exitCodeFor(summary)).toBe(20);
    expect(verdicts[0]?.reason).toBe(
      'the negative control was not played: whether this breaks without the control (the rate limiter) was not tried',
    );
    expect(verdicts[0]).not.toHaveProperty('notPlayed');
    expect(verdicts.at(-1)).toEqual({
      id: 'request-flood/weakened-no-limiter/admitted-within-rate',
      scenario: 'request-flood',
      arm: 'weakened',
      weakness: 'no-limiter',
      objective: admittedWithinRate().objective,
      unit: admittedWithinRate().unit,
      status: 'inconclusive',
      measured: null,
      limit: null,
      reason: 'this arm was not played: nothing of it was recorded',
      notPlayed: true,
      evidence: [],
    });
  });

  it('misses a control whose arm was cut short, or whose load was lost', () => {
    const begun = { observations: floodRecord().observations.slice(0, 1) };
    expect(judge(floodRecord(), begun).summary).toMatchObject({ held: 0, controlsMissed: 1 });
    const lost = floodRecord({ victim: slow, victimEnded: { exitCode: null, signal: 'SIGKILL' } });
    expect(judge(floodRecord(), lost).summary.controlsMissed).toBe(1);
  });

  it('keeps a breach, caught or missed', () => {
    const { summary } = judge(broken, floodRecord());
    expect(summary).toMatchObject({ breached: 2, controlsMissed: 1 });
    expect(exitCodeFor(summary)).toBe(99);
  });

  it('says of a breach with the control in place what failed, the usual cause, the fix, and how to see just that again', () => {
    const { verdicts } = judge(broken, broken);
    const breached = verdicts.filter(({ status }) => status === 'breached');
    expect(breached.map(({ id, blame }) => [id, blame])).toEqual([
      ['request-flood/protected/victim-p99-ratio', cured],
      ['request-flood/protected/admitted-within-rate', cured],
      // It must break: nobody is to blame.
      ['request-flood/weakened-no-limiter/victim-p99-ratio', undefined],
      ['request-flood/weakened-no-limiter/admitted-within-rate', undefined],
    ]);
    for (const { reason } of breached) expect(reason).toMatch(/^[^\n]+$/u);
  });

  it.each<[string, ArmRecord | undefined, ArmRecord | undefined]>([
    ['held', floodRecord(), broken],
    ['inconclusive, for its control was missed', floodRecord(), floodRecord()],
    ['inconclusive, for it was never played', undefined, broken],
  ])('blames nothing for what is %s', (_what, ...records) => {
    const { verdicts } = judge(...records);
    expect(verdicts.filter(({ blame }) => blame)).toEqual([]);
  });

  it('blames nothing for what was not verified', () => {
    const missing = new Map([[scenario.id, ['gateway'] as const]]);
    const { verdicts } = judgeRun({ scenarios: [scenario], plan: planOf(), recordOf: () => broken, missing });
    expect(verdicts.filter(({ blame }) => blame)).toEqual([]);
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

describe('a scenario with two weaknesses', () => {
  const cap = { fixture: 'no-cap', removes: 'the concurrency cap', breaks: ['victim-p99-ratio'] };
  const twice: Scenario = { ...scenario, weaknesses: [weakness, cap] };
  const capPlan: ArmPlan = {
    ...weakenedPlan,
    weakness: { fixture: 'no-cap', removes: 'the concurrency cap' },
  };
  const judgeTwice = (withoutCap: ArmRecord | undefined) =>
    judgeRun({
      scenarios: [twice],
      plan: planOf(floodPlan, weakenedPlan, capPlan),
      recordOf: ({ weakness: removed }) => {
        if (removed === undefined) return floodRecord();
        return removed.fixture === 'no-cap' ? withoutCap : broken;
      },
    });

  it('is asked in each weakened arm only what that weakness breaks', () => {
    expect(checksIn(twice, weakenedPlan).map(({ check }) => check.id)).toEqual([
      'victim-p99-ratio',
      'admitted-within-rate',
    ]);
    expect(checksIn(twice, capPlan).map(({ check }) => check.id)).toEqual(['victim-p99-ratio']);
  });

  it('holds when both were caught, though one leaves a check unbroken that it does not name', () => {
    const { summary, verdicts } = judgeTwice(floodRecord({ victim: slow }));
    expect(summary).toMatchObject({ held: 3, controlsCaught: 2, controlsMissed: 0 });
    expect(verdicts.map(({ id }) => id).filter((id) => id.includes('no-cap'))).toEqual([
      'request-flood/weakened-no-cap/victim-p99-ratio',
    ]);
  });

  it.each<[string, ArmRecord | undefined, string]>([
    [
      'did not break',
      floodRecord(),
      'the negative control was missed: without the control (the concurrency cap) this had to break, but request-flood/weakened-no-cap/victim-p99-ratio was held',
    ],
    [
      'was never played',
      undefined,
      'the negative control was not played: whether this breaks without the control (the concurrency cap) was not tried',
    ],
  ])('is not believed when the second %s, and names it', (_what, withoutCap, reason) => {
    const { summary, verdicts } = judgeTwice(withoutCap);
    expect(summary).toMatchObject({ held: 0, inconclusive: 3, controlsCaught: 1 });
    expect(verdicts[0]?.reason).toBe(reason);
    expect(exitCodeFor(summary)).toBe(20);
  });
});
