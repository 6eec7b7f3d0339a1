import { describe, expect, test } from 'vitest';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { emptyRecord, without } from '../example-arm.ts';
import { apiCall, completion, soundAnswers, stepsPlan, stepsRecord } from '../example-steps.ts';

const delivered = (record: ArmRecord, plan: ArmPlan = stepsPlan) => attackDelivered.examine(plan, record);
const made = (record: ArmRecord, plan: ArmPlan = stepsPlan) => attackMade.examine(plan, record);
const [first, second, third] = soundAnswers;
if (!first || !second || !third) throw new Error('The example has answers');

test('an attack in steps was delivered when every hostile call was answered, whatever the answer', () => {
  const answers = 'too-many (2 calls), too-big (1 call)';
  expect(delivered(stepsRecord(...soundAnswers))).toEqual({
    ok: true,
    seen: `The attack was delivered: ${answers}`,
  });
  const weak = [completion('too-many', 200), completion('too-many', 500), apiCall('too-big', 201)];
  expect(delivered(stepsRecord(...weak)).ok).toBe(true);
  expect(made(stepsRecord(...soundAnswers))).toEqual({ ok: true, seen: `The aggressor acted: ${answers}` });
});

test('a client that hung up, as it was told to, has delivered its request', () => {
  const hungUp = completion('too-many', 0, { hungUp: true });
  expect(delivered(stepsRecord(first, hungUp, third)).ok).toBe(true);
});

describe('it was not delivered in full', () => {
  test.each<[string, ArmRecord, string]>([
    [
      'when a call got no answer',
      stepsRecord(first, completion('too-many', 0), third),
      'too-many: 1 of 2 answered',
    ],
    ['when a call was not made', stepsRecord(first, second), 'too-big: 0 of 1 answered'],
    [
      'when a step did not end',
      without(stepsRecord(...soundAnswers), (seen) => seen.kind === 'step-ended' && seen.step === 'too-many'),
      'too-many: 2 of 2 answered',
    ],
    ['when nothing was seen', emptyRecord, 'too-many: 0 of 2 answered, too-big: 0 of 1 answered'],
  ])('%s', (_what, record, missing) => {
    expect(delivered(record)).toEqual({
      ok: false,
      cause: `the attack was not delivered in full: ${missing}`,
    });
  });

  test('when the plan has no hostile step', () => {
    const meek: ArmPlan = { ...stepsPlan, attack: { kind: 'steps', steps: [] } };
    expect(delivered(stepsRecord(...soundAnswers), meek)).toMatchObject({
      cause: 'the attack was not delivered in full: the plan has no hostile step',
    });
    expect(made(stepsRecord(...soundAnswers), meek).ok).toBe(false);
  });
});

test('half an attack was made: what breaks under it is broken', () => {
  expect(made(stepsRecord(third))).toEqual({ ok: true, seen: 'The aggressor acted: too-big (1 call)' });
});

test('steps that are no attack make none', () => {
  expect(made(stepsRecord(completion('allowed', 200)))).toEqual({
    ok: false,
    cause: 'no step of the attack was seen',
  });
});
