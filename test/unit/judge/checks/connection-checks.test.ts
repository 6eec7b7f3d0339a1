import { describe, expect, it } from 'vitest';
import { chargedForOwnRequests } from '../../../../src/judge/checks/charged-for-own-requests.ts';
import { closedToOthers } from '../../../../src/judge/checks/closed-to-others.ts';
import type { ArmRecord, Observation } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';
import { saw } from '../example-objects.ts';

const saying = (step: string, words: object): Observation =>
  saw(step, [{ phase: 'Succeeded', said: JSON.stringify(words) }]);

describe('closed-to-others', () => {
  const terms = { id: 'closed', objective: 'It is closed', step: 'asked', closed: 'engine', open: 'gateway' };
  const check = closedToOthers({ ...terms, control: 'served' });
  const served = completion('served', 2);
  const record = (words: object, control: Observation = served): ArmRecord =>
    stepsRecord(saying('asked', words), control);
  const sound = record({ gateway: ['200', '200'], engine: ['ECONNREFUSED', 'TimeoutError'] });

  it('is held when only what is open answered, and the other answered whom it should', () => {
    const found = check.judge(stepsPlan, sound);
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 2 });
    expect(found.reason).toBe(
      'gateway answered, and engine did not: ECONNREFUSED (1 time), TimeoutError (1 time)',
    );
  });

  it('is held when a friend was answered instead', () => {
    const befriended = closedToOthers({ ...terms, control: 'friend' });
    const words = { gateway: ['200'], engine: ['ECONNREFUSED'] };
    const friend = (answer: string): Observation => saying('friend', { engine: [answer] });
    expect(befriended.judge(stepsPlan, record(words, friend('200'))).status).toBe('held');
    expect(befriended.judge(stepsPlan, record(words, friend('ECONNREFUSED')))).toMatchObject({
      status: 'inconclusive',
      reason: 'engine answered nobody, as friend shows',
    });
  });

  it('is breached when the other answered once, whatever it said', () => {
    const words = { gateway: ['200', '200'], engine: ['ECONNREFUSED', '404'] };
    expect(check.judge(stepsPlan, record(words))).toMatchObject({
      status: 'breached',
      measured: 1,
      reason: 'engine answered 404 (1 time)',
    });
  });

  it('is breached by the attack alone', () => {
    const words = { gateway: ['200'], engine: ['200'] };
    expect(check.judge(noAttackPlan, record(words)).status).toBe('inconclusive');
  });

  it.each([
    ['nothing is open', { gateway: ['ENOTFOUND'], engine: ['ENOTFOUND'] }, /^gateway did not answer either/],
    ['what is open was not asked', { engine: ['ECONNREFUSED'] }, /^gateway did not answer either: not asked/],
    ['nothing was said of it', { gateway: ['200'] }, /^the pod did not say what engine answered/],
    ['the pod spoke nonsense', { engine: 'refused' }, /^the pod did not say/],
  ])('is inconclusive when %s', (_what, words, reason) => {
    const found = check.judge(stepsPlan, record(words));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('is inconclusive when the pod was not looked at', () => {
    expect(check.judge(stepsPlan, stepsRecord(served)).status).toBe('inconclusive');
  });

  it.each(spoiled(sound))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });
});

describe('charged-for-own-requests', () => {
  const check = chargedForOwnRequests({ before: 'before', after: 'after', step: 'own' });
  const record = (served: number, counted: number): ArmRecord =>
    stepsRecord(
      reading('before', { requests: { 'tenant-a': 7, 'tenant-b': 2 } }),
      ...times(served, completion('own', 2, { as: 'tenant-a' })),
      reading('after', { requests: { 'tenant-a': 7 + counted, 'tenant-b': 9 } }),
    );
  const sound = record(5, 5);

  it('is held when the engine counted what the victim was served', () => {
    expect(check.judge(stepsPlan, sound)).toMatchObject({
      status: 'held',
      measured: 0,
      reason: 'the engine counted 5 requests of tenant-a, which was served 5',
    });
  });

  it('is breached when it counted more', () => {
    expect(check.judge(stepsPlan, record(5, 8))).toMatchObject({ status: 'breached', measured: 3 });
  });

  it('is inconclusive when nothing shows that it counts', () => {
    expect(check.judge(stepsPlan, record(5, 4)).reason).toMatch(/^nothing shows that requests are counted/);
    expect(check.judge(stepsPlan, record(0, 0)).status).toBe('inconclusive');
    expect(check.judge(stepsPlan, stepsRecord()).reason).toContain('the reading before, after is missing');
  });

  it.each(spoiled(sound))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });
});
