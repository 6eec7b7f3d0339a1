import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src/model/observation.ts';
import { gpuQuotaExact } from '../../../../src/judge/checks/gpu-quota-exact.ts';
import { killedAtLimit } from '../../../../src/judge/checks/killed-at-limit.ts';
import { victimNeverRestarts } from '../../../../src/judge/checks/victim-never-restarts.ts';
import { at, emptyRecord, hogPlan, stormPlan, times, withMore } from '../example-arm.ts';
import { creation, hogEnded, hogRecord, quota, restarts, stormRecord } from '../example-cluster.ts';

describe('gpu-quota-exact', () => {
  const check = gpuQuotaExact();
  const judge = (admitted: number, refused: number, books = [quota()]) =>
    check.judge(
      stormPlan,
      stormRecord([...times(admitted, creation(201)), ...times(refused, creation(403))], books),
    );

  it('is held when exactly the quota is admitted, the rest refused by it, and its count agrees', () => {
    expect(judge(4, 46)).toMatchObject({ status: 'held', measured: 4, limit: 4, samples: 50 });
  });

  it('is breached when more is admitted, also after a fault', () => {
    expect(judge(5, 45)).toMatchObject({ status: 'breached', measured: 5, limit: 4 });
    const broken = at(2, { kind: 'fault', what: 'watch of pods', cause: 'connection lost' });
    const record = withMore(stormRecord(times(50, creation(201)), []), broken);
    expect(check.judge(stormPlan, record).status).toBe('breached');
  });

  it('is breached when the promise was not available', () => {
    const found = judge(3, 47, [quota({ used: { 'requests.nvidia.com/gpu': '3' }, liveGpuRequests: 3 })]);
    expect(found.status).toBe('breached');
    expect(found.reason).toContain('the promise of 4 was not available');
  });

  it.each([
    [
      'a server error',
      creation(500, { reason: 'InternalError', message: 'etcd is slow' }),
      '500 InternalError etcd',
    ],
    ['no answer', creation(0), 'no answer'],
    ['throttling', creation(429, { reason: 'TooManyRequests' }), '429 TooManyRequests'],
    ['RBAC', creation(403, { message: 'pods is forbidden: User cannot create' }), 'User cannot create'],
    [
      'the quota, but for want of processors',
      creation(403, { message: 'exceeded quota: gpu-quota, requested: requests.cpu=1' }),
      'requests.cpu',
    ],
  ])('is inconclusive when a pod was refused by %s', (_what, other, named) => {
    const record = stormRecord([...times(4, creation(201)), ...times(45, creation(403)), other]);
    const found = check.judge(stormPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(named);
  });

  it.each([
    ['was not seen', []],
    ['did not settle', [quota({ converged: false, used: { 'requests.nvidia.com/gpu': '3' } })]],
    ['was never seen to settle', [quota({ converged: false })]],
    ['has no such key', [quota({ used: {} })]],
    ['disagrees with the answers', [quota({ used: { 'requests.nvidia.com/gpu': '6' }, liveGpuRequests: 6 })]],
  ])("is inconclusive when the quota's count %s", (_what, books) => {
    expect(judge(4, 46, books).status).toBe('inconclusive');
  });

  it('is inconclusive when fewer pods were asked for than planned, or none', () => {
    expect(judge(4, 20)).toMatchObject({ status: 'inconclusive' });
    expect(judge(4, 20).reason).toContain('24 of 50 pod creations were answered');
    expect(check.judge(stormPlan, emptyRecord).status).toBe('inconclusive');
  });
});

describe('killed-at-limit', () => {
  const check = killedAtLimit();
  const judge = (...seen: Observation[]) => check.judge(hogPlan, hogRecord(...seen));

  it('is held when the kernel killed it within the limit', () => {
    expect(judge(hogEnded(61))).toMatchObject({ status: 'held', measured: 61, limit: 64 });
  });

  it('is breached when a container reached the ceiling', () => {
    const found = judge(hogEnded(61), hogEnded(256, { reason: 'Completed', exitCode: 0 }));
    expect(found).toMatchObject({ status: 'breached', measured: 256, limit: 64 });
    expect(found.reason).toContain('Completed with exit 0');
  });

  it('is breached when it was killed, but too late', () => {
    expect(judge(hogEnded(90)).status).toBe('breached');
  });

  const unnamed = { reason: 'Error', exitCode: 137 };

  it('is held when one kill among several lost its name on the way, and says so', () => {
    const found = judge(hogEnded(61), hogEnded(61), hogEnded(56, unnamed));
    expect(found).toMatchObject({ status: 'held', measured: 61, samples: 3 });
    expect(found.reason).toContain('3 containers OOMKilled');
    expect(found.evidence.join()).toContain('1 end named Error was counted as OOMKilled');
  });

  it.each([
    ['it was killed with nothing to tell why', [hogEnded(61, unnamed)]],
    ['most kills have no name', [hogEnded(61), hogEnded(61, unnamed), hogEnded(61, unnamed)]],
    ['one was killed at another amount', [hogEnded(61), hogEnded(61), hogEnded(40, unnamed)]],
    ['one ended by itself', [hogEnded(61), hogEnded(61), hogEnded(61, { reason: 'Error', exitCode: 1 })]],
    ['it ended otherwise', [hogEnded(50, { reason: 'Error', exitCode: 1 })]],
    ['it died before it took hold', [hogEnded(3)]],
    ['no container was seen to end', []],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});

describe('victim-never-restarts', () => {
  const check = victimNeverRestarts();
  const judge = (...seen: Observation[]) => check.judge(hogPlan, hogRecord(hogEnded(61), ...seen));

  it('is held when no pod restarted, whatever happened before', () => {
    const found = judge(
      restarts('tenant-a', 2, 1),
      restarts('system', 5, 0),
      restarts('tenant-a', 2, 1),
      restarts('system', 5, 0),
    );
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 7 });
  });

  it('is breached by a restart in any namespace', () => {
    const found = judge(
      restarts('tenant-a', 2, 0),
      restarts('system', 5, 1),
      restarts('tenant-a', 2, 0),
      restarts('system', 5, 3),
    );
    expect(found).toMatchObject({ status: 'breached', measured: 2 });
  });

  it('is breached when a pod went missing, also if another took its place', () => {
    const found = judge(restarts('tenant-a', 2, 0), restarts('tenant-a', 1, 0), restarts('tenant-a', 2, 0));
    expect(found.status).toBe('breached');
  });

  it.each([
    ['no pod was watched', []],
    ['pods were seen once', [restarts('tenant-a', 2, 0)]],
    ['there was no pod', [restarts('tenant-a', 0, 0), restarts('tenant-a', 0, 0)]],
    ['a pod was replaced', [restarts('tenant-a', 2, 4), restarts('tenant-a', 2, 0)]],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});
