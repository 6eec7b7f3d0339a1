import { describe, expect, it } from 'vitest';
import { refusalsCostNothing } from '../../../../src/judge/checks/refusals-cost-nothing.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { completion, noAttackPlan, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const check = refusalsCostNothing({ refused: 'refused', served: 'served' });

/** Requests one after the other, and what each answer said was left of the request rate. */
const calls = (step: string, httpStatus: number, ...left: number[]): Observation[] =>
  left.map((level, index) =>
    completion(step, 2 + index / 10, {
      httpStatus,
      headers: { 'x-ratelimit-remaining-requests': `${level}` },
    }),
  );
const judge = (...seen: Observation[]) => check.judge(stepsPlan, stepsRecord(...seen));

describe('refusals-cost-nothing', () => {
  const sound = [...calls('refused', 429, 16, 17, 17, 18), ...calls('served', 200, 19, 18, 18)];

  it('is held when refusals took nothing, and requests that were served did', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 4 });
    expect(found.reason).toContain('the allowance went from 16 to 18; requests that were served took 1');
  });

  it('is breached when refusals took some, also where some came in again', () => {
    expect(judge(...calls('refused', 429, 16, 15, 16, 14))).toMatchObject({
      status: 'breached',
      measured: 3,
    });
  });

  it.each([
    ['one was let in', [...sound, ...calls('refused', 200, 18)], '429 (4 times), 200 (1 time)'],
    ['none was seen', calls('served', 200, 19, 18), 'none was seen'],
    ['nobody said what is left', [completion('refused', 2, { httpStatus: 429 })], '429 (1 time)'],
    [
      'what was served took nothing either',
      [...calls('refused', 429, 16, 17), ...calls('served', 200, 17, 17)],
      'has not shown that it falls',
    ],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = judge(...seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiled(stepsRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(stepsPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    const record = stepsRecord(...calls('refused', 429, 16, 0));
    expect(check.judge(noAttackPlan, record).status).toBe('inconclusive');
  });
});
