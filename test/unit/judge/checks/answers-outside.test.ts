import { describe, expect, test } from 'vitest';
import { answersAsExpected, type Expectation } from '../../../../src/judge/checks/answers-as-expected.ts';
import { completion } from '../example-completions.ts';
import { endedRecord, strangersPlan } from '../example-outside.ts';

const strangers: Expectation = {
  id: 'strangers-refused',
  objective: 'They are refused',
  steps: ['forged-key'],
  statuses: [401],
  naming: 'invalid_api_key',
  outside: { statuses: [401, 403] },
};

const judge = (statuses: readonly number[], plan = strangersPlan) =>
  answersAsExpected(strangers).judge(
    plan,
    endedRecord(
      ['forged-key'],
      ...statuses.map((httpStatus) => completion('forged-key', 1, { httpStatus, errorCode: '' })),
    ),
  );

describe('a refusal that a platform of others makes in its own words', () => {
  test.each([[[401, 401]], [[403, 401]]])('is held at %j', (statuses) => {
    expect(judge(statuses)).toMatchObject({ status: 'held', measured: 0, samples: 2 });
  });

  test('is breached by one that is let in', () => {
    const found = judge([401, 200]);
    expect(found).toMatchObject({ status: 'breached', measured: 1 });
    expect(found.reason).toMatch(/^1 call let in: /);
  });

  test.each([[[401, 429]], [[404, 404]], [[500, 401]]])('is inconclusive at %j', (statuses) => {
    const found = judge(statuses);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('not all refused for this');
  });

  test('is inconclusive without an answer', () => {
    expect(judge([401, 0]).status).toBe('inconclusive');
    expect(judge([]).status).toBe('inconclusive');
  });

  test('on the reference stack its code must be right all the same', () => {
    const { outside: _outside, ...inside } = strangersPlan;
    expect(judge([401, 401], inside).status).toBe('breached');
  });
});
