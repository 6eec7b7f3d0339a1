import { describe, expect, test } from 'vitest';
import { attackFelt } from '../../../../src/judge/gates/attack-felt.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { burstPlan, emptyRecord, floodPlan, times, withMore } from '../example-arm.ts';
import { completion, noAttackPlan } from '../example-completions.ts';
import { lost } from '../engine-metrics/example-engine.ts';
import { floodRecord, steady, type Answering, type FloodOptions } from '../example-flood.ts';
import { over, refusedFifth, shareOutside, shareRecord, within } from '../example-share.ts';
import { endedRecord, outsidePlan, strangersPlan } from '../example-outside.ts';

const felt = (record: ArmRecord, plan: ArmPlan = floodPlan) => attackFelt.examine(plan, record);

/** One in so many requests of the flood is turned away. */
const refusingEvery = (nth: number, status: number): Answering => {
  return (window, index) => ({ ...steady(window, index), ...(index % nth === 0 ? { status } : {}) });
};

/** Nothing is refused, and the flood is answered so many times as slowly as the victim. */
const slowed = (factor: number): Answering => {
  return (window, index) => ({ latencyMs: factor * steady(window, index).latencyMs });
};

describe('a flood was felt', () => {
  test.each<[string, FloodOptions, RegExp]>([
    ['when most of it was refused', {}, /760 of 800 requests of the attack were refused \(95 %\)/],
    ['when a hundredth was', { aggressor: refusingEvery(100, 429) }, /8 of 800 requests/],
    ['when it was turned away with 503', { aggressor: refusingEvery(4, 503) }, /200 of 800 requests/],
    ['when it was served half again as slowly', { aggressor: slowed(1.6) }, /1\.\d+ times as slowly/],
  ])('%s', (_what, options, seen) => {
    expect(felt(floodRecord(options))).toMatchObject({ ok: true, seen: expect.stringMatching(seen) });
  });

  test.each<[string, ArmRecord, RegExp]>([
    [
      'when it was served as fast as the victim',
      floodRecord({ aggressor: steady }),
      /0 of 800 requests.*1 times as slowly/,
    ],
    [
      'when one in a thousand was refused',
      floodRecord({ aggressor: refusingEvery(1000, 429), pairs: 8 }),
      /nothing shows/,
    ],
    [
      'when it failed for other reasons',
      floodRecord({ aggressor: refusingEvery(1, 404) }),
      /0 times as slowly/,
    ],
    ['when nothing of it was seen', emptyRecord, /no request of the attack was seen/],
  ])('and not %s', (_what, record, cause) => {
    expect(felt(record)).toMatchObject({ ok: false, cause: expect.stringMatching(cause) });
  });
});

describe('steps were felt', () => {
  test.each([
    ['429', outsidePlan, 'attack', 429],
    ['503', outsidePlan, 'attack', 503],
    ['401 for a stranger', strangersPlan, 'forged-key', 401],
    ['403 for a stranger', strangersPlan, 'forged-key', 403],
  ])('when one call was refused with %s', (_what, plan, step, httpStatus) => {
    const record = endedRecord([step], completion(step, 1), completion(step, 1, { httpStatus }));
    expect(felt(record, plan)).toEqual({
      ok: true,
      seen: 'The attack was felt: 1 of 2 calls of the attack were refused',
    });
  });

  test.each([
    ['everything was served', outsidePlan, 'attack', 200],
    ['a tenant was refused for its key', outsidePlan, 'attack', 401],
    ['a stranger was refused for being too many', strangersPlan, 'forged-key', 429],
    ['refused was what is no attack', outsidePlan, 'afterwards', 429],
  ])('and not when %s', (_what, plan, step, httpStatus) => {
    const found = felt(endedRecord([step], ...times(3, completion(step, 1, { httpStatus }))), plan);
    expect(found).toMatchObject({ ok: false, cause: expect.stringContaining('nothing shows') });
  });
});

describe('pods that were only tried were felt', () => {
  test('when one was refused', () => {
    expect(felt(shareRecord(refusedFifth), shareOutside)).toMatchObject({ ok: true });
  });

  test.each([
    ['it was let in', over(201)],
    ['nobody answered', over(0)],
    ['refused was what is no attack', within(403)],
  ])('and not when %s', (_what, seen) => {
    expect(felt(shareRecord(seen), shareOutside)).toMatchObject({ ok: false });
  });

  test('and no engine is asked, for none feels them', () => {
    const record = withMore(shareRecord(over(201)), lost('requestsWaiting', 'it is down'));
    expect(felt(record, shareOutside)).toEqual({
      ok: false,
      cause: 'nothing shows that the attack was felt: 0 of 1 call of the attack were refused',
    });
  });
});

test.each([
  ['an attack that can only be seen inside', burstPlan],
  ['an A/A run', noAttackPlan],
])('nothing is known of %s', (_what, plan) => {
  expect(felt(floodRecord(), plan)).toMatchObject({
    ok: false,
    cause: expect.stringContaining('cannot be told'),
  });
});

test('more pairs may show what a few did not', () => {
  expect(attackFelt.morePairsHelp).toBe(true);
});
