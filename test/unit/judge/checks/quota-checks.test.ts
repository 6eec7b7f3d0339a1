import { describe, expect, it } from 'vitest';
import { exactlyTheQuota } from '../../../../src/judge/checks/exactly-the-quota.ts';
import { liveWithinQuota } from '../../../../src/judge/checks/live-within-quota.ts';
import { noUnaskedGpus } from '../../../../src/judge/checks/no-unasked-gpus.ts';
import { noneBeforeQuota } from '../../../../src/judge/checks/none-before-quota.ts';
import { answers, objectsPlan, objectsRecord, overQuota, saw } from '../example-objects.ts';

describe('exactly-the-quota', () => {
  const key = 'count/jobs.batch';
  const check = exactlyTheQuota({
    id: 'jobs',
    objective: 'Exactly the promised Jobs',
    unit: 'Jobs',
    steps: ['jobs'],
    key,
    promised: ({ jobQuota }) => jobQuota,
  });
  const plan = objectsPlan({ jobs: 30 });
  const judge = (...calls: ReturnType<typeof answers>[]) =>
    check.judge(plan, objectsRecord(['jobs'], ...calls));

  it('is held when as many as promised are let in, and the rest is refused by that key', () => {
    const found = judge(answers('jobs', 10, 201), answers('jobs', 20, 403, overQuota(key)));
    expect(found).toMatchObject({ status: 'held', measured: 10, limit: 10, samples: 30 });
  });

  it('is breached when one more is let in, whatever the others were told', () => {
    expect(judge(answers('jobs', 11, 201), answers('jobs', 3, 500)).status).toBe('breached');
  });

  it('is breached when the promise was not available', () => {
    const found = judge(answers('jobs', 9, 201), answers('jobs', 21, 403, overQuota(key)));
    expect(found).toMatchObject({ status: 'breached', measured: 9 });
    expect(found.reason).toContain('the promise of 10 was not available');
  });

  it.each([
    ['another key of the quota', answers('jobs', 20, 403, overQuota('pods'))],
    ['another quota', answers('jobs', 20, 403, overQuota(key, 'other'))],
    ['RBAC', answers('jobs', 20, 403, { message: 'User cannot create' })],
    ['nobody', answers('jobs', 20, 0)],
  ])('is inconclusive when the rest was refused by %s', (_who, refused) => {
    expect(judge(answers('jobs', 10, 201), refused).status).toBe('inconclusive');
  });

  it('is inconclusive when not all was asked for, or nothing', () => {
    const found = judge(answers('jobs', 10, 201), answers('jobs', 5, 403, overQuota(key)));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('jobs: 15 of 30 answered');
    expect(judge().status).toBe('inconclusive');
  });
});

describe('live-within-quota', () => {
  const check = liveWithinQuota({ pods: 'live', deployment: 'deployment' });
  const plan = objectsPlan({ storm: 1 });
  const pods = (count: number) =>
    saw(
      'live',
      Array.from({ length: count }, () => ({})),
    );
  const conditions = (text: string) => saw('deployment', [{ conditions: text }]);
  const refused = conditions('[{"message":"exceeded quota: gpu-quota, requested: pods=1, used: pods=10"}]');
  const judge = (...seen: ReturnType<typeof saw>[]) =>
    check.judge(plan, objectsRecord(['storm'], answers('storm', 1, 201), ...seen));

  it('is held when as many live as promised, and the Deployment says that the quota refused more', () => {
    expect(judge(pods(10), refused)).toMatchObject({ status: 'held', measured: 10, limit: 10 });
  });

  it('is breached when more live, whatever the Deployment says', () => {
    expect(judge(pods(11), refused)).toMatchObject({ status: 'breached', measured: 11 });
    expect(judge(pods(80)).status).toBe('breached');
  });

  it.each([
    ['fewer live, so that the quota was not reached', [pods(9), refused]],
    ['nobody looked for pods', [refused]],
    ['nobody looked at the Deployment', [pods(10)]],
    [
      'something else refused it more',
      [pods(10), conditions('[{"message":"exceeded quota: gpu-quota, requested: requests.cpu=1"}]')],
    ],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});

describe('no-unasked-gpus', () => {
  const check = noUnaskedGpus('none-asked');
  const plan = objectsPlan({ 'none-asked': 3 });
  const judge = (...calls: ReturnType<typeof answers>[]) =>
    check.judge(plan, objectsRecord(['none-asked'], ...calls));
  const stored = (count: number, noted: Record<string, string>) =>
    answers('none-asked', count, 201, { noted });

  it('is held when every container was stored with 0 GPUs, or with none stated', () => {
    const found = judge(stored(2, { job: '0', sidecar: '0' }), stored(1, {}));
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 3 });
  });

  it('is breached when one container was given GPUs, also if the quota then refused the others', () => {
    const refused = answers('none-asked', 2, 403, overQuota('requests.nvidia.com/gpu'));
    const found = judge(stored(1, { job: '0', sidecar: '2' }), refused);
    expect(found).toMatchObject({ status: 'breached', measured: 2 });
    expect(found.evidence[0]).toContain('requests.nvidia.com/gpu');
  });

  it('is inconclusive when a pod was refused, or none was tried', () => {
    expect(judge(stored(2, { job: '0' }), answers('none-asked', 1, 403)).status).toBe('inconclusive');
    expect(judge().status).toBe('inconclusive');
  });
});

describe('none-before-quota', () => {
  const check = noneBeforeQuota({
    early: 'early',
    meanwhile: 'meanwhile',
    late: 'late',
    quota: 'quota',
    quotaName: 'tenant-quota',
    pods: 2,
    policy: 'gate',
  });
  const plan = objectsPlan({ early: 3, meanwhile: 4, late: 3 });
  const byGate = { message: `pods "p" is forbidden: ValidatingAdmissionPolicy 'gate' denied request` };
  const byQuota = overQuota('pods', 'tenant-quota');
  const inForce = saw('quota', [{ hard: '2' }]);
  const judge = (...seen: (ReturnType<typeof answers> | typeof inForce)[]) =>
    check.judge(plan, objectsRecord(['early', 'meanwhile', 'late'], ...seen));

  it('is held when the policy kept all out before, and the quota let in what it promises', () => {
    const found = judge(
      answers('early', 3, 403, byGate),
      answers('meanwhile', 2, 403, byGate),
      answers('meanwhile', 1, 201),
      answers('meanwhile', 1, 403, byQuota),
      inForce,
      answers('late', 1, 201),
      answers('late', 2, 403, byQuota),
    );
    expect(found).toMatchObject({ status: 'held', measured: 2, limit: 2, samples: 10 });
  });

  it('is breached when one got in before there was a quota, although no more than promised', () => {
    const found = judge(answers('early', 1, 201), answers('early', 2, 403, byGate));
    expect(found).toMatchObject({ status: 'breached', measured: 1 });
  });

  it('is breached when more got in than promised', () => {
    const found = judge(answers('early', 3, 403, byGate), answers('meanwhile', 3, 201));
    expect(found).toMatchObject({ status: 'breached', measured: 3 });
  });

  it('is breached when the promise was not available once the quota was in force', () => {
    const found = judge(
      answers('early', 3, 403, byGate),
      answers('meanwhile', 4, 403, byGate),
      inForce,
      answers('late', 3, 403, byGate),
    );
    expect(found).toMatchObject({ status: 'breached', measured: 0 });
  });

  const kept = [answers('early', 3, 403, byGate), answers('meanwhile', 4, 403, byGate)];
  const full = [answers('late', 2, 201), answers('late', 1, 403, byQuota)];

  it.each([
    ['the quota was not seen to come into force', [...kept, ...full]],
    ['the quota never came into force', [...kept, saw('quota', [{}], false), ...full]],
    ['nothing was tried after', [...kept, inForce]],
    ['nothing was tried before', [answers('meanwhile', 4, 403, byGate), inForce, ...full]],
    [
      'something else kept them out',
      [answers('early', 3, 403, { message: 'User cannot create' }), ...kept.slice(1), inForce, ...full],
    ],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});
