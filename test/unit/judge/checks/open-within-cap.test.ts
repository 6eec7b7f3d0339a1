import { describe, expect, it } from 'vitest';
import { openWithinCap } from '../../../../src/judge/checks/open-within-cap.ts';
import type { ArmRecord, ObservedFact } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import type { Step } from '../../../../src/model/step.ts';
import { at, emptyRecord, floodPlan, times, windowsOf } from '../example-arm.ts';

const check = openWithinCap();

const slow: Step = {
  id: 'slow-readers',
  kind: 'completions',
  hostile: true,
  as: 'aggressor',
  count: 10,
  atOnce: 10,
  request: { promptTokens: 16, maxTokens: 4000, stream: true },
};

/** The aggressor may have four requests open at once. */
const plan: ArmPlan = {
  ...floodPlan,
  attack: { kind: 'steps', steps: [slow] },
  design: { kind: 'single-shot', settleSeconds: 10 },
};

type Completion = Extract<ObservedFact, { kind: 'completion' }>;

const call = (changes: Partial<Completion>, endSeconds = 5) =>
  at(endSeconds, {
    kind: 'completion',
    step: slow.id,
    as: 'tenant-b',
    tokensAsked: 4016,
    httpStatus: 0,
    errorCode: '',
    retryAfter: null,
    tokensUsed: null,
    tokensStreamed: 0,
    hungUp: true,
    firstByteMs: null,
    durationMs: 5000,
    headers: {},
    ...changes,
  });

const refused = (httpStatus = 429) => call({ httpStatus, hungUp: false, durationMs: 10 }, 0.01);

const recordOf = (...calls: ReturnType<typeof call>[]): ArmRecord => ({
  observations: [
    ...calls,
    at(6, { kind: 'step-ended', step: slow.id, startedAtMs: 0 }),
    at(7, { kind: 'arm-ended', playedPairs: 0 }),
  ],
});

describe('open-within-cap', () => {
  it('is held when as many as may are open at once, and the rest are refused', () => {
    const found = check.judge(
      plan,
      recordOf(call({}), call({}), ...times(2, call({ httpStatus: 200 })), ...times(6, refused())),
    );
    expect(found).toMatchObject({ status: 'held', measured: 4, limit: 4, samples: 10 });
    expect(found.reason).toBe('4 requests were open at once, 4 may; 6 of 10 were refused');
  });

  it('counts one that begins as another ends as its successor', () => {
    const later = call({}, 10);
    const found = check.judge(
      plan,
      recordOf(...times(4, call({})), ...times(4, later), ...times(2, refused())),
    );
    expect(found).toMatchObject({ status: 'held', measured: 4 });
  });

  it('is breached by one more', () => {
    const found = check.judge(plan, recordOf(...times(5, call({})), ...times(5, refused())));
    expect(found).toMatchObject({ status: 'breached', measured: 5 });
  });

  it('is inconclusive where the cap was not reached, or something else refused', () => {
    expect(check.judge(plan, emptyRecord).status).toBe('inconclusive');
    expect(check.judge(plan, recordOf(...times(3, call({})), ...times(7, refused()))).reason).toContain(
      'the cap was not reached: 3 requests',
    );
    expect(check.judge(plan, recordOf(...times(4, call({})), ...times(6, refused(503)))).reason).toContain(
      'not by the cap: 503 (6 times)',
    );
  });

  it('is inconclusive where the attack was not played in full', () => {
    const found = check.judge(plan, recordOf(...times(4, call({})), refused()));
    expect(found).toMatchObject({ status: 'inconclusive' });
    expect(found.reason).toContain('slow-readers: 5 of 10 answered');
  });
});

it('wants the steps of an attack in windows played in each of them', () => {
  const inWindows: ArmPlan = { ...plan, design: floodPlan.design };
  const once = [...times(4, call({})), ...times(6, refused())];
  const { observations } = recordOf(...once);
  const judged = (...more: readonly ReturnType<typeof call>[]) =>
    check.judge(inWindows, { observations: [...windowsOf(2), ...more, ...observations] });
  expect(judged().reason).toContain('slow-readers: 10 of 20 answered');
  expect(judged(...once.map((seen) => ({ ...seen, atMs: seen.atMs + 20_000 }))).reason).not.toContain(
    'answered',
  );
});
