import { describe, expect, it } from 'vitest';
import { tokensWithinPromise } from '../../../../src/judge/checks/tokens-within-promise.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import { completion, noAttackPlan } from '../example-completions.ts';
import { outsidePlan, outsideRecord, spoiledOutside } from '../example-outside.ts';

const check = tokensWithinPromise({ burst: 'burst' });
const judge = (...seen: Observation[]) => check.judge(outsidePlan, outsideRecord(...seen));

/** Sent at second 2 and answered a second later; 600 tokens a minute were promised, ten a second. */
const served = (tokensUsed: number | null): Observation =>
  completion('burst', 3, { tokensUsed, durationMs: 1000 });
const refused = (httpStatus = 429): Observation => completion('burst', 2.01, { httpStatus, durationMs: 10 });

describe('tokens-within-promise', () => {
  const sound = [...times(4, served(140)), ...times(16, refused())];

  it('is held when most of the budget was used, no more than it, and the rest refused', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 560, limit: 610, samples: 20 });
    expect(found.reason).toContain('560 tokens used in 1 s by 4 requests, 610 allowed');
  });

  it('is breached by one token more than came in', () => {
    expect(judge(...times(4, served(152)), served(3), refused())).toMatchObject({
      status: 'breached',
      measured: 611,
      limit: 610,
    });
  });

  it('is breached when everything is let in, also where some answers do not state their use', () => {
    expect(judge(...times(19, served(150)), served(null))).toMatchObject({
      status: 'breached',
      measured: 2850,
    });
  });

  it.each([
    ['no request was seen', [], 'no request of burst was seen'],
    ['an answer did not state its use', [...sound, served(null)], '1 answer did not state'],
    ['some failed', [...sound, refused(400)], '1 request neither served nor refused'],
    ['some got no answer', [...sound, refused(0)], '1 request neither served nor refused'],
    ['nothing was refused', times(4, served(140)), 'the budget was not reached'],
    ['little of it was used', [...times(2, served(140)), ...times(18, refused())], 'another limit'],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = judge(...seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiledOutside(outsideRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(outsidePlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    const plan = { ...outsidePlan, attack: noAttackPlan.attack };
    expect(check.judge(plan, outsideRecord(...times(20, served(150)))).status).toBe('inconclusive');
  });
});
