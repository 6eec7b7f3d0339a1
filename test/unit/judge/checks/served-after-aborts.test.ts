import { describe, expect, it } from 'vitest';
import { servedAfterAborts } from '../../../../src/judge/checks/served-after-aborts.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import { completion, noAttackPlan } from '../example-completions.ts';
import { outsidePlan, outsideRecord, spoiledOutside } from '../example-outside.ts';

const check = servedAfterAborts({ aborts: ['full', 'early'], next: 'next' });
const judge = (...seen: Observation[]) => check.judge(outsidePlan, outsideRecord(...seen));

/** Four may be open; so many clients hung up in mid-stream. */
const broken = (clients: number): Observation[] =>
  times(clients, completion('full', 2, { hungUp: true, tokensStreamed: 3, tokensUsed: null }));
const next = (amount: number, httpStatus = 200): Observation[] =>
  times(amount, completion('next', 8, { httpStatus }));

describe('next-is-served, after aborts', () => {
  const sound = [...broken(5), ...next(4)];

  it('is held when more hung up than there are slots, and as many as there are slots were served', () => {
    const found = judge(...sound);
    expect(found).toMatchObject({ status: 'held', measured: 0, limit: 0, samples: 4 });
    expect(found.reason).toBe('after 5 clients hung up in mid-stream: 200 (4 times)');
  });

  it('is breached when one of the next is refused', () => {
    expect(judge(...broken(12), ...next(3), ...next(1, 429))).toMatchObject({
      status: 'breached',
      measured: 1,
    });
  });

  it('is breached when the first to hang up took all slots with them, so that no more could', () => {
    const kept = times(8, completion('early', 3, { httpStatus: 429 }));
    expect(judge(...broken(4), ...kept, ...next(4, 429))).toMatchObject({ status: 'breached', measured: 4 });
  });

  it.each([
    ['no more hung up than there are slots', [...broken(4), ...next(4)], 'too few clients'],
    [
      'streams were over before anybody hung up',
      [...times(12, completion('early', 2)), ...next(4)],
      'after 0 clients hung up',
    ],
    [
      'clients hung up before anything came',
      [...times(12, completion('full', 2, { hungUp: true, httpStatus: 0 })), ...next(3), ...next(1, 429)],
      'too few clients',
    ],
    ['the next were not sent', broken(12), 'no request of next'],
    ['one of the next got no answer', [...sound, ...next(1, 0)], 'not all were answered'],
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
    expect(check.judge(plan, outsideRecord(...broken(5), ...next(4, 429))).status).toBe('inconclusive');
  });
});
