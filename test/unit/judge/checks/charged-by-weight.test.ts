import { describe, expect, it } from 'vitest';
import { chargedByWeight } from '../../../../src/judge/checks/charged-by-weight.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { completion, noAttackPlan, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const check = chargedByWeight(['first', 'small', 'large']);

/** A request that ended then, used so many tokens and left so many; 10 tokens a second come in. */
const call = (step: string, endSeconds: number, tokensUsed: number | null, left: number): Observation =>
  completion(step, endSeconds, { tokensUsed, headers: { 'x-ratelimit-remaining-tokens': `${left}` } });

const sound = [
  call('first', 2, 10, 590),
  call('small', 2.2, 10, 582),
  call('small', 2.4, 10, 573),
  call('large', 2.6, 100, 474),
];
const judge = (...seen: Observation[]) => check.judge(stepsPlan, stepsRecord(...seen));

describe('charged-by-weight', () => {
  it('is held when each size took what it used, less what came in', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 4 });
    expect(found.reason).toContain('large: 1 request used 100 tokens and took 98 to 103');
  });

  it('is breached when a large request took as little as a small one', () => {
    const found = judge(...sound.slice(0, 3), call('large', 2.6, 100, 573));
    expect(found).toMatchObject({ status: 'breached', measured: 96 });
  });

  it('is breached when small ones took more than they used', () => {
    const found = judge(
      sound[0] ?? call('first', 2, 10, 590),
      call('small', 2.2, 10, 490),
      call('large', 2.6, 100, 391),
    );
    expect(found).toMatchObject({ status: 'breached', measured: 89 });
  });

  it.each([
    ['an answer did not tell what it used', [...sound, call('large', 2.8, null, 400)], '1 answer told'],
    ['an answer did not tell what is left', [...sound, completion('large', 2.8)], '1 answer told'],
    ['a step was not seen', sound.slice(0, 3), 'not every step was seen'],
    ['nothing was seen', [], 'no request told'],
    [
      'so much came in that it cannot be told',
      [call('first', 2, 10, 500), call('small', 4, 10, 505), call('large', 4.2, 100, 407)],
      'too much came in meanwhile to tell',
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
    const record = stepsRecord(...sound.slice(0, 3), call('large', 2.6, 100, 573));
    expect(check.judge(noAttackPlan, record).status).toBe('inconclusive');
  });
});
