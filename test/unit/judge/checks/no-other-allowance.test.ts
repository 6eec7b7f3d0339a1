import { describe, expect, it } from 'vitest';
import { noOtherAllowance } from '../../../../src/judge/checks/no-other-allowance.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import { completion, noAttackPlan } from '../example-completions.ts';
import { outsidePlan, outsideRecord, spoiledOutside } from '../example-outside.ts';

/** In the victim's name another allowance of a hundred requests would be had. */
const checkFor = (allowance: number) =>
  noOtherAllowance({
    id: 'no-other-allowance',
    objective: 'None is had',
    proof: 'first',
    asBefore: ['before-0', 'before-1'],
    otherwise: ['named-0', 'named-1'],
    way: "in another's name",
    allowanceOf: () => allowance,
  });
const check = checkFor(100);

const first = completion('first', 1);

/** Of fifty calls of a way, in two steps, so many were served; the others were refused. */
const fifty = (way: 'before' | 'named', served: number, refusal = 429): Observation[] => [
  ...times(served, completion(`${way}-0`, 2)),
  ...times(50 - served, completion(`${way}-1`, 2, { httpStatus: refusal })),
];

const judge = (...seen: Observation[]) => check.judge(outsidePlan, outsideRecord(...seen));

describe('no-other-allowance', () => {
  const sound = [first, ...fifty('before', 6), ...fifty('named', 5)];

  it('is held when both ways are refused alike', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 0.1, samples: 50 });
    expect(found.limit).toBeCloseTo(0.325 + 0.1, 1);
    expect(found.reason).toBe(
      "with the allowance used up 5 of 50 requests were served (10 %) in another's name, and 6 of 50 requests were served (12 %) as before at the same time",
    );
    expect(found.evidence.join()).toContain('The attack was felt');
  });

  it('is held when a gateway turns both away with 503', () => {
    expect(judge(first, ...fifty('before', 0, 503), ...fifty('named', 0, 503)).status).toBe('held');
  });

  it('is breached when the other way is served and the usual one refused', () => {
    const found = judge(first, ...fifty('before', 6), ...fifty('named', 50));
    expect(found).toMatchObject({ status: 'breached', measured: 1 });
    expect(found.interval?.low).toBeGreaterThan(0.8);
  });

  it('is breached by half of it, also where the arm was cut short', () => {
    const { observations } = outsideRecord(first, ...fifty('before', 1), ...fifty('named', 40));
    const cut = { observations: observations.filter(({ kind }) => kind !== 'arm-ended') };
    expect(check.judge(outsidePlan, cut).status).toBe('breached');
  });

  it('blames nobody where a window began anew for both', () => {
    const found = judge(first, ...fifty('before', 45), ...fifty('named', 48));
    expect(found).toMatchObject({ status: 'inconclusive' });
    expect(found.reason).toContain('the limit was not reached');
  });

  it.each([
    [
      'a little more was served in the other way than chance explains',
      [first, ...fifty('before', 5), ...fifty('named', 24)],
      'too few or too mixed',
    ],
    [
      'the other way is none',
      [completion('first', 1, { httpStatus: 404 }), ...sound.slice(1)],
      'not served even with the allowance whole: 404 (1 time)',
    ],
    ['it was never asked while there was something left', sound.slice(1), 'allowance whole: none was seen'],
    [
      'the other way failed',
      [first, ...fifty('before', 6), ...times(50, completion('named-0', 2, { httpStatus: 400 }))],
      'refused for being too many: 400 (50 times)',
    ],
    ['nothing was asked as before', [first, ...fifty('named', 5)], 'no request as before'],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = judge(...seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it("is inconclusive where the other's allowance is too small to be noticed", () => {
    expect(checkFor(5).judge(outsidePlan, outsideRecord(...sound)).status).toBe('inconclusive');
  });

  it.each(spoiledOutside(outsideRecord(...sound)))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(outsidePlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    const record = outsideRecord(first, ...fifty('before', 6), ...fifty('named', 50));
    expect(check.judge({ ...outsidePlan, attack: noAttackPlan.attack }, record).status).toBe('inconclusive');
  });
});
