import { describe, expect, it } from 'vitest';
import { stepsWithinRate, type RateTerms } from '../../../../src/judge/checks/steps-within-rate.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import { completion, noAttackPlan, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

/** Promised: 60 a minute, five at once. */
const checkOver = (stretch: RateTerms['stretch'], rateOf: RateTerms['rateOf'] = (tenant) => tenant) =>
  stepsWithinRate({ id: 'within', objective: 'No more', steps: ['one', 'two'], stretch, rateOf });

const served = (amount: number, step: string, endSeconds: number): Observation[] =>
  times(amount, completion(step, endSeconds));
const refused = (amount: number, step: string, endSeconds: number): Observation[] =>
  times(amount, completion(step, endSeconds, { httpStatus: 429, durationMs: 10 }));

describe('steps-within-rate, in every stretch', () => {
  const check = checkOver('any');
  const judge = (...seen: Observation[]) => check.judge(stepsPlan, stepsRecord(...seen));
  const sound = [...served(5, 'one', 2), ...refused(9, 'one', 2), ...served(3, 'two', 5)];

  it('is held at the burst, and later at the rate', () => {
    expect(judge(...sound)).toMatchObject({ status: 'held', measured: 5, limit: 5, samples: 17 });
  });

  it('is breached by one too many in a stretch, however few there were in all', () => {
    const found = judge(...served(6, 'one', 2), ...refused(9, 'one', 2));
    expect(found).toMatchObject({ status: 'breached', measured: 6, limit: 5 });
    expect(found.reason).toContain('6 requests admitted within 0.1 s, 5 allowed');
    expect(judge(...served(5, 'one', 2), ...served(5, 'two', 5))).toMatchObject({
      status: 'breached',
      measured: 10,
      limit: 8,
    });
  });

  it('is inconclusive when nothing was refused or served, or another limit refused first', () => {
    expect(judge(...served(5, 'one', 2)).reason).toContain('nothing was refused');
    expect(judge(...refused(5, 'one', 2)).reason).toContain('no request of one, two was served');
    expect(judge(...served(2, 'one', 2), ...refused(5, 'one', 2)).reason).toContain('another limit');
  });

  it('is inconclusive where the aggressor has no such rate', () => {
    const found = checkOver('any', ({ group }) => group).judge(stepsPlan, stepsRecord(...sound));
    expect(found).toMatchObject({ status: 'inconclusive', reason: 'tenant-b has no such rate' });
  });

  it.each(spoiled(stepsRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(stepsPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, stepsRecord(...served(9, 'one', 2))).status).toBe('inconclusive');
  });
});

describe('steps-within-rate, in any minute', () => {
  const judge = (...seen: Observation[]) => checkOver('minute').judge(stepsPlan, stepsRecord(...seen));

  it('is held when many were sent within a minute and no more admitted than rate and burst', () => {
    const found = judge(...served(20, 'one', 50), ...refused(40, 'one', 50), ...served(45, 'two', 70));
    expect(found).toMatchObject({ status: 'held', measured: 65, limit: 65 });
  });

  it('is breached by two bursts around a boundary, each of which is within the rate', () => {
    const found = judge(...served(60, 'one', 59), ...refused(5, 'one', 59), ...served(60, 'two', 61));
    expect(found).toMatchObject({ status: 'breached', measured: 120, limit: 65 });
  });

  it('is held when the same two bursts are a minute apart', () => {
    const calls = [...served(60, 'one', 59), ...refused(60, 'one', 59), ...served(60, 'two', 120)];
    expect(judge(...calls)).toMatchObject({ status: 'held', measured: 60 });
  });

  it('is inconclusive when too few were sent within a minute', () => {
    const found = judge(...served(20, 'one', 50), ...refused(20, 'one', 50));
    expect(found).toMatchObject({ status: 'inconclusive' });
    expect(found.reason).toContain('only 40 requests were sent within a minute');
  });
});
