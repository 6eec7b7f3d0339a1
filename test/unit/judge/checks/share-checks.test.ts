import { describe, expect, test } from 'vitest';
import { overShareRefused } from '../../../../src/judge/checks/over-share-refused.ts';
import { withinShareAdmitted } from '../../../../src/judge/checks/within-share-admitted.ts';
import type { Finding } from '../../../../src/model/check.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import {
  lostRecord,
  memoryPlan,
  over,
  quotaSays,
  refusedFifth,
  shareOutside,
  sharePlan,
  shareRecord,
  within,
} from '../example-share.ts';

const MiB = 2 ** 20;
const webhook = { message: 'admission webhook "policy.example" denied the request: no' };
const tooOld = { message: 'admission webhook "old.example" does not support dry run' };
const inOneContainer = { message: 'maximum nvidia.com/gpu usage per Container is 2, but limit is 5' };
const noRights = { message: 'pods is forbidden: User "x" cannot create resource "pods"' };
const notThere = { message: 'namespaces "team-b" not found' };
const ofProcessors = quotaSays('5', '0', '4', 'requests.cpu');
const free = { usedBefore: '0', usedAfter: '0' };

describe('over-share-refused', () => {
  const judge = (...seen: Observation[][]): Finding =>
    overShareRefused('gpus').judge(shareOutside, shareRecord(...seen));

  test('is held when a quota no larger than the promise refuses', () => {
    const found = judge(refusedFifth);
    expect(found).toMatchObject({ status: 'held', measured: 4, limit: 4, samples: 1 });
    expect(found.reason).toBe(
      'tenant-b: refused by the quota team-quota, which lets the tenant have 4 GPUs and counts 0 GPUs; promised 4 GPUs',
    );
    expect(found.evidence[0]).toMatch(/what several pods get together at the same moment was not tried/);
    expect(found.evidence).toContain('The attack was felt: 1 of 1 call of the attack were refused');
  });

  test.each<[string, Observation[]]>([
    ['a pod with more is let in', over(201, { given: '5', ...free })],
    ['it is let in beside what is in use', over(201, { given: '3', usedBefore: '2', usedAfter: '2' })],
    ['nobody knows what is in use', over(201, { given: '5' })],
    ['more than the promise is in use already', over(403, {}, quotaSays('1', '6', '6'))],
  ])('is breached when %s', (_what, seen) => {
    expect(judge(seen)).toMatchObject({ status: 'breached', limit: 4 });
  });

  test('is breached whatever was lost later, and in a cluster of ours too', () => {
    const seen = over(201, { given: '5' });
    expect(overShareRefused('gpus').judge(sharePlan, lostRecord(seen)).status).toBe('breached');
  });

  test.each<[string, Observation[], RegExp]>([
    ['no pod was tried', [], /no pod beyond the promise/],
    ['nobody answers', over(0, {}, { message: 'ECONNREFUSED' }), /no answer ECONNREFUSED/],
    ['a policy refuses', over(403, {}, webhook), /not refused by a quota.*403 admission webhook/],
    ['a policy knows no dry run', over(400, {}, tooOld), /does not support dry run/],
    ['a bound on one container refuses', over(403, {}, inOneContainer), /usage per Container is 2/],
    ['RBAC refuses', over(403, {}, noRights), /cannot create/],
    ['the namespace is not there', over(404, {}, notThere), /404 namespaces "team-b" not found/],
    ['the quota refuses for something else', over(403, {}, ofProcessors), /not refused by a quota/],
    ['a larger quota refuses', over(403, {}, quotaSays('5', '4', '8')), /lets the tenant have 8 GPUs/],
    [
      'the quota that refuses counts only some pods',
      over(403, { ...free, scoped: '["team-quota"]' }, quotaSays('5', '0', '4')),
      /team-quota, which has scopes/,
    ],
    [
      'what was in use became free meanwhile',
      over(201, { given: '3', usedBefore: '2', usedAfter: '0' }),
      /3 GPUs is let in beside 0 GPUs/,
    ],
    ['it was let in with less', over(201, { given: '2', ...free }), /a pod with 2 GPUs is let in/],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = judge(seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  test('is inconclusive when something was lost, though the quota refused', () => {
    const found = overShareRefused('gpus').judge(shareOutside, lostRecord(refusedFifth));
    expect(found).toMatchObject({ status: 'inconclusive', reason: expect.stringContaining('full') });
  });

  test('counts memory as Kubernetes writes it', () => {
    const judgeMemory = (limited: string): string =>
      overShareRefused('memory').judge(
        memoryPlan,
        shareRecord(over(403, {}, quotaSays('65537Mi', '0', limited, 'limits.memory'))),
      ).status;
    expect(['64Gi', '68719476736', '65536Mi', '10G'].map(judgeMemory)).toEqual(
      Array.from({ length: 4 }, () => 'held'),
    );
    expect(judgeMemory('65Gi')).toBe('inconclusive');
    const letIn = over(201, { given: String(65_537 * MiB) });
    const found = overShareRefused('memory').judge(memoryPlan, shareRecord(letIn));
    expect(found).toMatchObject({ status: 'breached', measured: 65_537, limit: 65_536 });
  });
});

describe('within-share-admitted', () => {
  const judge = (...seen: Observation[][]): Finding =>
    withinShareAdmitted('gpus').judge(shareOutside, shareRecord(refusedFifth, ...seen));

  test('is held when what is left is given', () => {
    const seen = within(201, { asked: '3', given: '3', usedBefore: '1', usedAfter: '1' });
    expect(judge(seen)).toMatchObject({
      status: 'held',
      measured: 4,
      limit: 4,
      reason: 'tenant-b: a pod with 3 GPUs is let in beside 1 GPU in use, promised 4 GPUs',
    });
  });

  test('is breached when the quota is smaller than the promise', () => {
    const found = judge(within(403, { asked: '4', ...free }, quotaSays('4', '0', '2')));
    expect(found).toMatchObject({ status: 'breached', measured: 2, limit: 4 });
    expect(found.reason).toContain('the promise of 4 GPUs cannot be had');
  });

  test.each<[string, Observation[], RegExp]>([
    ['no pod was tried', [], /no pod within the promise/],
    ['all is in use', within(403, { asked: '1' }, quotaSays('1', '4', '4')), /4 GPUs of 4 GPUs are in use/],
    [
      'the pod was made larger on the way',
      within(403, { asked: '4' }, quotaSays('5', '0', '4')),
      /too little/,
    ],
    ['a policy refuses', within(403, { asked: '4' }, webhook), /not for what was promised: 403 admission/],
    ['nobody answers', within(0, { asked: '4' }), /no answer/],
    [
      'what is in use could not be read',
      within(201, { asked: '1', given: '1' }),
      /a pod with 1 GPU is let in; what is in use could not be read/,
    ],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = judge(seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  test('is inconclusive outside when nothing was refused: everybody may be let in', () => {
    const seen = [over(201, { given: '5' }), within(201, { asked: '4', given: '4' })];
    const check = withinShareAdmitted('gpus');
    const found = check.judge(shareOutside, shareRecord(...seen));
    expect(found.reason).toContain('nothing shows that the attack was felt: 0 of 1 call');
    expect(check.judge(sharePlan, shareRecord(...seen)).status).toBe('held');
  });
});
