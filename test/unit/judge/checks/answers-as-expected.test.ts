import { describe, expect, test } from 'vitest';
import { answersAsExpected, type Expectation } from '../../../../src/judge/checks/answers-as-expected.ts';
import type { Finding } from '../../../../src/model/check.ts';
import type { ArmRecord, Observation } from '../../../../src/model/observation.ts';
import { at, emptyRecord, withMore, without } from '../example-arm.ts';
import { apiCall, completion, soundAnswers, stepsPlan, stepsRecord } from '../example-steps.ts';

const refused: Expectation = {
  id: 'refused',
  objective: 'It is refused',
  steps: ['too-many'],
  statuses: [429],
  naming: 'rate_limit_exceeded',
  retryAfter: true,
};
const tooBig: Expectation = {
  id: 'too-big',
  objective: 'A container above the maximum is refused',
  steps: ['too-big'],
  statuses: [403],
  naming: 'maximum nvidia.com/gpu usage per Container',
};
const judge = (expected: Expectation, record: ArmRecord): Finding =>
  answersAsExpected(expected).judge(stepsPlan, record);

/** Sound answers, but for the step named. */
const but = (step: string, ...answers: Observation[]): ArmRecord =>
  stepsRecord(...soundAnswers.filter((seen) => !('step' in seen) || seen.step !== step), ...answers);

describe('held', () => {
  test('when the gateway answers every call as promised', () => {
    const found = judge(refused, stepsRecord(...soundAnswers));
    expect(found).toMatchObject({ status: 'held', measured: 0, limit: 0, samples: 2 });
    expect(found.reason).toBe('2 calls: 429 rate_limit_exceeded (2 times)');
    expect(found.evidence).toContain('The attack was delivered: too-many (2 calls), too-big (1 call)');
  });

  test('when the Kubernetes API does', () => {
    const found = judge(tooBig, stepsRecord(...soundAnswers));
    expect(found).toMatchObject({ status: 'held', samples: 1 });
    expect(found.reason).toContain('403 pods "big" is forbidden: maximum nvidia.com/gpu usage');
  });

  test('when the answer has the values that it must have', () => {
    const stored = apiCall('too-big', 201, { noted: { gpus: '0', extra: 'x' } });
    const found = judge(
      { ...tooBig, statuses: [201], naming: '', noted: { gpus: '0' } },
      but('too-big', stored),
    );
    expect(found).toMatchObject({ status: 'held', reason: '1 call: 201 gpus 0 extra x (1 time)' });
  });

  test('when calls of several steps get any of several statuses', () => {
    const { steps: _one, naming: _code, retryAfter: _when, ...rest } = refused;
    const found = judge(
      { ...rest, steps: ['too-many', 'allowed'], statuses: [200, 429] },
      stepsRecord(...soundAnswers),
    );
    expect(found).toMatchObject({ status: 'held', samples: 3 });
  });
});

describe('breached', () => {
  test.each<[string, Expectation, ArmRecord, string]>([
    [
      'when a call was let in that had to be refused',
      refused,
      but('too-many', completion('too-many', 429), completion('too-many', 200)),
      '1 of 2 calls answered otherwise: 200 (1 time)',
    ],
    [
      'when it was refused by something else',
      tooBig,
      but('too-big', apiCall('too-big', 403, { message: 'exceeded quota: tenant-quota' })),
      '1 of 1 call answered otherwise: 403 exceeded quota: tenant-quota (1 time)',
    ],
    [
      'when a refusal does not say when to come back',
      refused,
      but('too-many', ...[null, '3'].map((retryAfter) => completion('too-many', 429, { retryAfter }))),
      '1 of 2 calls answered otherwise: 429 rate_limit_exceeded (1 time)',
    ],
    [
      'when the object in the answer has another value',
      { ...tooBig, statuses: [201], naming: '', noted: { gpus: '0' } },
      but('too-big', apiCall('too-big', 201, { noted: { gpus: '1' } })),
      '1 of 1 call answered otherwise: 201 gpus 1 (1 time)',
    ],
    [
      'when the object in the answer lacks the value',
      { ...tooBig, statuses: [201], naming: '', noted: { gpus: '0' } },
      but('too-big', apiCall('too-big', 201)),
      '1 of 1 call answered otherwise: 201 (1 time)',
    ],
  ])('%s', (_what, expected, record, reason) => {
    expect(judge(expected, record)).toMatchObject({ status: 'breached', measured: 1, limit: 0, reason });
  });

  test('by half an attack, and whatever was lost later', () => {
    const half = but('too-many', completion('too-many', 200));
    const fault = at(9, { kind: 'fault', what: 'the disk', cause: 'full' });
    expect(judge(refused, withMore(half, fault)).status).toBe('breached');
  });
});

describe('inconclusive', () => {
  test.each<[string, ArmRecord, string]>([
    ['when no call was seen', emptyRecord, 'no call of too-many was seen'],
    [
      'when a call got no answer and the others were right',
      but('too-many', completion('too-many', 429), completion('too-many', 0)),
      '1 call got no answer',
    ],
    [
      'when fewer calls were made than planned',
      but('too-many', completion('too-many', 429)),
      'the attack was not delivered in full: too-many: 1 of 2 answered',
    ],
    [
      'when another step of the attack failed',
      but('too-big'),
      'the attack was not delivered in full: too-big: 0 of 1 answered',
    ],
    [
      'when something was lost',
      withMore(stepsRecord(...soundAnswers), at(2, { kind: 'fault', what: 'the disk', cause: 'full' })),
      'the disk (full)',
    ],
    [
      'when the arm did not end',
      without(stepsRecord(...soundAnswers), ({ kind }) => kind === 'arm-ended'),
      'the arm was not played to its end',
    ],
  ])('%s', (_what, record, reason) => {
    const found = judge(refused, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  test('names every step of which no call was seen', () => {
    const found = judge({ ...refused, steps: ['too-many', 'never'] }, stepsRecord(...soundAnswers));
    expect(found).toMatchObject({ status: 'inconclusive', reason: 'no call of never was seen' });
  });

  test('without an attack nothing is breached: an A/A run', () => {
    const quiet = { ...stepsPlan, attack: { kind: 'none', instead: 'steps' } as const };
    const found = answersAsExpected(refused).judge(quiet, but('too-many', completion('too-many', 200)));
    expect(found.status).toBe('inconclusive');
  });
});
