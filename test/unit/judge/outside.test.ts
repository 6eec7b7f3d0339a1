import { describe, expect, test } from 'vitest';
import { admittedWithinRate } from '../../../src/judge/checks/admitted-within-rate.ts';
import { refusalsCheap } from '../../../src/judge/checks/refusals-cheap.ts';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { checksIn } from '../../../src/judge/checks-in.ts';
import { gatesIn } from '../../../src/judge/gates/gated.ts';
import { attackFelt } from '../../../src/judge/gates/attack-felt.ts';
import { nothingRestarted } from '../../../src/judge/gates/nothing-restarted.ts';
import { victimGates } from '../../../src/judge/gates/victim-gates.ts';
import { judgeRun } from '../../../src/judge/judge-run.ts';
import { controlNotExercised } from '../../../src/judge/outside.ts';
import type { Verdict } from '../../../src/model/report.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan, Plan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { floodPlan, without } from './example-arm.ts';
import { floodRecord, slower } from './example-flood.ts';

const flood: Scenario = {
  id: 'request-flood',
  question: 'Do the others notice?',
  control: 'rate limiter',
  profiles: ['quick'],
  needs: ['gateway'],
  attack: { kind: 'request-flood', timesPromisedRate: 20 },
  checks: [
    { check: victimErrors(), provesControl: true },
    { check: refusalsCheap(), provesControl: false, needs: ['gateway-metrics'] },
  ],
  design: { kind: 'single-shot', settleSeconds: 10 },
  weaknesses: [{ fixture: 'no-limiter', removes: 'the rate limiter' }],
  cure: { usualCause: 'Nobody set it.', fix: 'Set it.' },
};

/** The same, with another form for those outside. */
const reformed: Scenario = {
  ...flood,
  needs: ['gateway', 'quota'],
  outside: { attack: flood.attack, checks: [{ check: admittedWithinRate(), provesControl: true }] },
};

const outsidePlan: ArmPlan = { ...floodPlan, outside: { shows: ['gateway'] } };

/** What an endpoint shows: nothing that a platform says of itself. */
const seenOutside = (record: ArmRecord): ArmRecord =>
  without(record, ({ kind }) => kind === 'restarts' || kind === 'gateway-count' || kind === 'scrapes');

const planOf = (changes: Partial<Plan>): Plan => ({
  schemaVersion: 1,
  profile: 'nightly',
  seed: 21,
  arms: [outsidePlan],
  objectives: [],
  limits: floodPlan.limits,
  expectedSeconds: { min: 80, max: 160 },
  ...changes,
});

const judge = (scenario: Scenario, record: ArmRecord, plan: Plan = planOf({})): Verdict[] =>
  judgeRun({ scenarios: [scenario], plan, recordOf: () => seenOutside(record) }).verdicts;

const statuses = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ id, status, control }) => [id.split('/').at(-1), status, control]);

describe('a run against a platform of others', () => {
  test('says of what held that its control was not removed, and of what it does not show that it was not asked', () => {
    const verdicts = judge(flood, floodRecord());
    expect(statuses(verdicts)).toEqual([
      ['victim-errors', 'held', 'not-exercised'],
      ['refusals-cheap', 'not-verified', undefined],
    ]);
    expect(verdicts[0]?.evidence.join()).toContain('The attack was felt: 760 of 800 requests');
    expect(verdicts[1]?.reason).toBe('needs gateway-metrics, which is not seen at this endpoint');
  });

  test('holds nothing of an attack that nobody felt', () => {
    const unfelt = floodRecord({ aggressor: slower(1) });
    expect(judge(flood, unfelt)[0]).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('nothing shows that the attack was felt'),
    });
  });

  test('needs no such proof of a breach', () => {
    const broken = floodRecord({ aggressor: slower(1), victim: () => ({ latencyMs: 20, status: 500 }) });
    expect(statuses(judge(flood, broken))[0]).toEqual(['victim-errors', 'breached', undefined]);
  });

  test('asks a scenario in its form for those outside, and says what of the other was left out', () => {
    expect(checksIn(reformed, outsidePlan).map(({ check }) => check.id)).toEqual(['admitted-within-rate']);
    expect(checksIn(reformed, floodPlan).map(({ check }) => check.id)).toEqual([
      'victim-errors',
      'refusals-cheap',
    ]);
    const verdicts = judge(reformed, floodRecord());
    expect(statuses(verdicts)).toEqual([
      ['admitted-within-rate', 'held', 'not-exercised'],
      ['victim-errors', 'not-verified', undefined],
      ['refusals-cheap', 'not-verified', undefined],
    ]);
    expect(verdicts.map(({ reason }) => reason).slice(1)).toEqual([
      'needs quota, which is not seen at this endpoint',
      'needs gateway-metrics, which is not seen at this endpoint',
    ]);
  });

  test('says of what was not planned why, in the words of the plan', () => {
    const plan = planOf({ arms: [], notPlanned: [{ scenario: 'request-flood', reason: 'it is too dear' }] });
    expect(judge(reformed, floodRecord(), plan).map(({ status, reason }) => [status, reason])).toEqual(
      Array.from({ length: 3 }, () => ['not-verified', 'it is too dear']),
    );
  });
});

test('from outside no pod is watched, and the attack must be felt', () => {
  const { held, breached } = gatesIn(outsidePlan, floodRecord(), victimGates);
  expect(held).toEqual([...victimGates.held.filter((gate) => gate !== nothingRestarted), attackFelt]);
  expect(breached).toEqual(victimGates.breached);
  expect(victimGates.held).toContain(nothingRestarted);
  expect(gatesIn(floodPlan, floodRecord(), victimGates)).toBe(victimGates);
});

test.each(['breached', 'inconclusive', 'not-verified'] as const)(
  'nothing is said of the control of what is %s',
  (status) => {
    const [verdict] = judge(flood, floodRecord());
    if (!verdict) throw new Error('no verdict');
    const { control: _control, ...plain } = verdict;
    expect(controlNotExercised({ ...plain, status })).not.toHaveProperty('control');
    expect(controlNotExercised({ ...plain, status: 'held' }).control).toBe('not-exercised');
  },
);
