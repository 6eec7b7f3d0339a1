import { describe, expect, it } from 'vitest';
import { cpuWithinLimit } from '../../../../src/judge/checks/cpu-within-limit.ts';
import { evictedAtDiskLimit } from '../../../../src/judge/checks/evicted-at-disk-limit.ts';
import { nobodyPreempted } from '../../../../src/judge/checks/nobody-preempted.ts';
import { onlyTheOpenAnswers } from '../../../../src/judge/checks/only-the-open-answers.ts';
import { threadsBounded } from '../../../../src/judge/checks/threads-bounded.ts';
import { answers, objectsPlan, objectsRecord, saw } from '../example-objects.ts';

const plan = objectsPlan({ hog: 1 });
const record = (...seen: ReturnType<typeof saw>[]) => objectsRecord(['hog'], answers('hog', 1, 201), ...seen);
const saying = (step: string, words: object) =>
  saw(step, [{ phase: 'Succeeded', said: JSON.stringify(words) }]);

describe('cpu-within-limit', () => {
  const check = cpuWithinLimit('spun');
  const judge = (cpuSeconds: number, wantedCores = 4) =>
    check.judge(plan, record(saying('spun', { cpuSeconds, wallSeconds: 6, wantedCores })));

  it('is held when a container that wanted more had what its limit gives', () => {
    expect(judge(3.05)).toMatchObject({ status: 'held', limit: 0.5 });
  });

  it('is breached when it had more', () => {
    expect(judge(9)).toMatchObject({ status: 'breached', measured: 1.5 });
  });

  it('is inconclusive when it had far less than its limit, or wanted no more', () => {
    expect(judge(2).status).toBe('inconclusive');
    expect(judge(3, 0.5).status).toBe('inconclusive');
  });

  it.each([
    ['did not say anything', [saw('spun', [{ phase: 'Failed' }])]],
    ['spoke nonsense', [saw('spun', [{ said: 'out of memory' }])]],
    ['was not looked at', []],
  ])('is inconclusive when the container %s', (_what, seen) => {
    expect(check.judge(plan, record(...seen)).status).toBe('inconclusive');
  });
});

describe('threads-bounded', () => {
  const check = threadsBounded({ few: 'few', many: 'many' });
  const few = saying('few', { threads: 263 });
  const ended = (how: string, exitCode: string) => saw('many', [{ phase: 'Failed', how, exitCode }]);
  const judge = (...seen: ReturnType<typeof saw>[]) => check.judge(plan, record(...seen));

  it('is held when few threads ran and many did not', () => {
    expect(judge(few, ended('Error', '139'))).toMatchObject({ status: 'held', measured: 263 });
  });

  it('is breached when many ran', () => {
    expect(judge(few, saying('many', { threads: 1031 }))).toMatchObject({
      status: 'breached',
      measured: 1031,
    });
  });

  it.each([
    ['few did not run either', [ended('Error', '139')]],
    ['the many were killed for memory', [few, ended('OOMKilled', '137')]],
    ['the many were killed by somebody', [few, ended('Error', '137')]],
    ['the many were not seen', [few]],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});

describe('evicted-at-disk-limit', () => {
  const check = evictedAtDiskLimit('filled');
  const pod = (noted: Record<string, string>) => check.judge(plan, record(saw('filled', [noted])));

  it.each([
    'Pod ephemeral local storage usage exceeds the total limit of containers 64Mi. ',
    'Container filler exceeded its local ephemeral storage limit "64Mi". ',
  ])('is held when the kubelet says: %s', (message) => {
    expect(pod({ phase: 'Failed', reason: 'Evicted', message })).toMatchObject({ status: 'held', limit: 64 });
  });

  it('is breached when it kept more than its limit to its end', () => {
    const said = JSON.stringify({ keptBytes: 128 * 2 ** 20 });
    expect(pod({ phase: 'Succeeded', said })).toMatchObject({ status: 'breached', measured: 128 });
  });

  it.each([
    ['it kept no more than its limit', { phase: 'Succeeded', said: JSON.stringify({ keptBytes: 1 }) }],
    [
      'the node ran out of disk',
      { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: ephemeral-storage.' },
    ],
    ['it failed', { phase: 'Failed' }],
    ['it still ran', { phase: 'Running' }],
  ])('is inconclusive when %s', (_what, noted: Record<string, string>) => {
    expect(pod(noted).status).toBe('inconclusive');
  });

  it('is inconclusive when nobody looked', () => {
    expect(check.judge(plan, record()).status).toBe('inconclusive');
  });
});

describe('nobody-preempted', () => {
  const check = nobodyPreempted({ nodes: 'nodes', before: 'before', after: 'after', attack: 'hog' });
  const hogs = objectsPlan({ hog: 2 });
  const pods = (step: string, uids: readonly string[], settled = true) =>
    saw(
      step,
      uids.map((uid) => ({ uid, tenant: `tenant-${uid[0]}`, phase: 'Running' })),
      settled,
    );
  const nodes = saw('nodes', [{ gpus: '4' }]);
  const judge = (...seen: ReturnType<typeof saw>[]) =>
    check.judge(hogs, objectsRecord(['hog'], answers('hog', 2, 403), ...seen));
  const all = ['a1', 'a2', 'c1', 'c2'];

  it('is held when every pod of the full nodes is still there', () => {
    const found = judge(pods('before', all), nodes, pods('after', all));
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 4 });
  });

  it('is breached when a pod is gone, replaced or about to go', () => {
    const going = { uid: 'a2', tenant: 'tenant-a', deletion: '2026-11-24T00:00:00Z' };
    const after = saw('after', [{ uid: 'a1' }, going, { uid: 'c1' }, { uid: 'c9' }]);
    const found = judge(pods('before', all), nodes, after);
    expect(found).toMatchObject({ status: 'breached', measured: 2 });
    expect(found.reason).toBe('pods gave way: tenant-a lost 1, tenant-c lost 1');
  });

  it.each([
    ['the nodes had room for all', [pods('before', ['a1', 'a2']), nodes, pods('after', ['a1', 'a2'])]],
    ['not all ran before', [pods('before', all, false), nodes, pods('after', all)]],
    ['nobody looked before', [nodes, pods('after', all)]],
    ['nobody looked after', [pods('before', all), nodes]],
    ['the nodes were not looked at', [pods('before', all), pods('after', all)]],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});

describe('only-the-open-answers', () => {
  const check = onlyTheOpenAnswers('asked');
  const judge = (open: string, closed: string) =>
    check.judge(plan, record(saying('asked', { open, closed })));

  it('is held when the gateway answered and the engine did not', () => {
    expect(judge('200', 'UND_ERR_CONNECT_TIMEOUT').status).toBe('held');
  });

  it('is breached when the engine answered, whatever it said', () => {
    expect(judge('200', '404')).toMatchObject({ status: 'breached', measured: 1 });
  });

  it('is inconclusive when nothing answered, or nothing was said', () => {
    expect(judge('ENOTFOUND', 'ENOTFOUND').status).toBe('inconclusive');
    expect(check.judge(plan, record()).status).toBe('inconclusive');
  });
});
