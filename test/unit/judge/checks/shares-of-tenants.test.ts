import { describe, expect, test } from 'vitest';
import { overShareRefused } from '../../../../src/judge/checks/over-share-refused.ts';
import { withinShareAdmitted } from '../../../../src/judge/checks/within-share-admitted.ts';
import type { Check, Finding } from '../../../../src/model/check.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { shareSteps } from '../../../../src/model/share-steps.ts';
import { at } from '../example-arm.ts';
import { overOf, quotaSays, recordOf, shareOutside, sharePlan, withinOf } from '../example-share.ts';

const { victim: a, aggressor: b } = sharePlan;
/** One was promised four GPUs, the other eight. */
const steps = shareSteps('gpus', [a, { ...b, gpuQuota: 8 }]);
const outside: ArmPlan = { ...shareOutside, attack: { kind: 'steps', steps } };
const names = [a.name, b.name];

const free = { usedBefore: '0', usedAfter: '0' };
const overA = overOf(a.name);
const overB = overOf(b.name);
const refusedA = overA(403, { asked: '5', ...free }, quotaSays('5', '0', '4'));
const refusedB = overB(403, { asked: '9', ...free }, quotaSays('9', '0', '8'));
const letInB = overB(201, { asked: '9', given: '9', ...free });
const givenA = withinOf(a.name)(201, { asked: '4', given: '4', ...free });
const givenB = withinOf(b.name)(201, { asked: '8', given: '8', ...free });

const judge = (check: Check, ...seen: Observation[][]): Finding =>
  check.judge(outside, recordOf(names, ...seen));
const statusesIn = ({ tenants = [] }: Finding): Record<string, string> =>
  Object.fromEntries(tenants.map(({ tenant, status }) => [tenant, status]));

describe('over-share-refused of two tenants', () => {
  const check = overShareRefused('gpus');

  test('is held when each is refused by a quota no larger than its own promise', () => {
    const found = judge(check, refusedA, refusedB);
    expect(found).toMatchObject({ status: 'held', samples: 2 });
    expect(found.reason).toMatch(/^of 2 tenants 2 held; worst: tenant-b 8, refused by the quota team-quota/);
    expect(found.tenants).toMatchObject([
      { tenant: 'tenant-b', status: 'held', measured: 8 },
      { tenant: 'tenant-a', status: 'held', measured: 4 },
    ]);
    expect(found.evidence).toEqual([
      'The pod was not made: what several pods get together at the same moment was not tried (tenant-a, tenant-b)',
      'The attack was delivered: more-than-promised-tenant-a (1 call) (tenant-a)',
      'Nothing was lost during the experiment (tenant-a, tenant-b)',
      'The arm was played to its end (tenant-a, tenant-b)',
      'The attack was felt: 1 of 1 call of the attack were refused (tenant-a, tenant-b)',
      'The attack was delivered: more-than-promised-tenant-b (1 call) (tenant-b)',
    ]);
  });

  test('is breached with the name of the one that gets more, beside one that does not', () => {
    const found = judge(check, refusedA, letInB);
    expect(found).toMatchObject({ status: 'breached', measured: 9, limit: 8 });
    expect(found.reason).toBe(
      'of 2 tenants 1 held, 1 breached; worst: tenant-b 9, a pod with 9 GPUs is let in beside 0 GPUs in use: 9 GPUs, promised 8 GPUs',
    );
    expect(statusesIn(found)).toEqual({ 'tenant-a': 'held', 'tenant-b': 'breached' });
  });

  test.each<[string, Observation[], RegExp]>([
    ['was not asked', [], /worst: tenant-a, no pod beyond the promise was seen to be tried/],
    ['got no answer', overA(0, {}, { message: 'ECONNREFUSED' }), /worst: tenant-a, .*no answer ECONNREFUSED/],
    ['may not ask', overA(403, {}, { message: 'pods is forbidden' }), /worst: tenant-a, .*pods is forbidden/],
    [
      'is refused by a quota with scopes',
      overA(403, { ...free, scoped: '["team-quota"]' }, quotaSays('5', '0', '4')),
      /worst: tenant-a, .*which has scopes/,
    ],
  ])('is inconclusive with the name of the one that %s, and breached if the other is', (...args) => {
    const [, seen, reason] = args;
    const found = judge(check, seen, refusedB);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
    expect(statusesIn(found)).toEqual({ 'tenant-a': 'inconclusive', 'tenant-b': 'held' });
    const breached = judge(check, seen, letInB);
    expect(breached.status).toBe('breached');
    expect(breached.reason).toContain('worst: tenant-b 9');
    expect(statusesIn(breached)).toEqual({ 'tenant-a': 'inconclusive', 'tenant-b': 'breached' });
  });

  test('is held of nobody when something was lost', () => {
    const record = recordOf(names, refusedA, refusedB, [
      at(2, { kind: 'fault', what: 'step more-than-promised-tenant-a', cause: 'the pod was made' }),
    ]);
    const found = check.judge(outside, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('step more-than-promised-tenant-a (the pod was made)');
    expect(statusesIn(found)).toEqual({ 'tenant-a': 'inconclusive', 'tenant-b': 'inconclusive' });
  });

  test('asks nobody in an A/A run', () => {
    const plan: ArmPlan = { ...outside, attack: { kind: 'none', instead: 'steps' } };
    const found = check.judge(plan, recordOf([]));
    expect(found).toMatchObject({ status: 'inconclusive', limit: null });
    expect(found.reason).toContain('A/A');
  });

  test('in a weakened arm breaks with the one whose quota was taken away', () => {
    const weak: ArmPlan = {
      ...outside,
      arm: 'weakened',
      weakness: { fixture: 'no-gpu-quota', removes: 'the quota' },
    };
    const { outside: _outside, ...ours } = weak;
    const found = check.judge(ours, recordOf(names, refusedA, letInB));
    expect(found.status).toBe('breached');
    expect(found.reason).toContain('worst: tenant-b');
  });
});

describe('within-share-admitted of two tenants', () => {
  const check = withinShareAdmitted('gpus');

  test('is held when each gets what is left', () => {
    const found = judge(check, refusedA, givenA, refusedB, givenB);
    expect(found).toMatchObject({ status: 'held', samples: 2 });
    expect(statusesIn(found)).toEqual({ 'tenant-a': 'held', 'tenant-b': 'held' });
  });

  test('is breached with the name of the one whose quota is too small', () => {
    const refused = withinOf(b.name)(403, { asked: '8', ...free }, quotaSays('8', '0', '6'));
    const found = judge(check, refusedA, givenA, refusedB, refused);
    expect(found).toMatchObject({ status: 'breached', measured: 6, limit: 8 });
    expect(found.reason).toContain('worst: tenant-b 6, the promise of 8 GPUs cannot be had');
  });

  test('is inconclusive of one who may be let in with anything, though another was refused', () => {
    const found = judge(check, refusedA, givenA, letInB, givenB);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('worst: tenant-b 8, nothing shows that the attack was felt: 0 of 1 call');
    expect(statusesIn(found)).toEqual({ 'tenant-a': 'held', 'tenant-b': 'inconclusive' });
  });

  test('is inconclusive with the name of the one whose use may not be read', () => {
    const unread = withinOf(a.name)(201, { asked: '1', given: '1' });
    const found = judge(check, refusedA, unread, refusedB, givenB);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(/worst: tenant-a, a pod with 1 GPU .*could not be read/);
  });
});
