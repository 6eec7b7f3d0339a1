import { describe, expect, it } from 'vitest';
import { overflowRefused } from '../../../../src/judge/checks/overflow-refused.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';

const check = overflowRefused({ steps: ['crowd'], during: 'full' });

/** A crowd of forty, where thirty may wait. */
const crowd = (overflow: number, changes = {}): Observation[] => [
  ...times(40 - overflow, completion('crowd', 4)),
  ...times(overflow, completion('crowd', 2, { httpStatus: 503, errorCode: 'overloaded', ...changes })),
];
const full = (waiting: number): Observation => reading('full', { waiting });
const judge = (...seen: Observation[]) => check.judge(stepsPlan, stepsRecord(...seen));

describe('overflow-refused', () => {
  const sound = [...crowd(6), full(30)];

  it('is held when the queue kept to its bound and the rest was told so', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 30, limit: 30, samples: 40 });
    expect(found.reason).toContain('6 requests got 503, all with Retry-After');
  });

  it('is breached when more wait than may', () => {
    expect(judge(...crowd(0), full(31))).toMatchObject({ status: 'breached', measured: 31 });
  });

  it('is breached when a refusal does not say when to come back', () => {
    expect(judge(...crowd(6, { retryAfter: null }), full(30)).reason).toContain('6 without Retry-After');
  });

  it('is inconclusive when the queue was not seen, or not seen full', () => {
    expect(judge(...crowd(6)).reason).toContain('the length of the queue was not seen');
    expect(judge(...crowd(0), full(25)).reason).toContain('not seen full');
    expect(judge(...crowd(6), full(0)).reason).toContain('not seen full');
  });

  it.each(spoiled(stepsRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(stepsPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, stepsRecord(...crowd(0), full(31))).status).toBe('inconclusive');
  });
});
