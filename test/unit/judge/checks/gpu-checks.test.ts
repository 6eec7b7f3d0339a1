import { describe, expect, it } from 'vitest';
import { gpuMemoryWithinShare } from '../../../../src/judge/checks/gpu-memory-within-share.ts';
import { neighbourGetsItsShare } from '../../../../src/judge/checks/neighbour-gets-its-share.ts';
import { neighbourSurvivesFault } from '../../../../src/judge/checks/neighbour-survives-fault.ts';
import { seesNoGpu } from '../../../../src/judge/checks/sees-no-gpu.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { restarts } from '../example-cluster.ts';
import { answers, objectsPlan, objectsRecord, saw } from '../example-objects.ts';

const gib = 2 ** 30;
const example = objectsPlan({ attack: 1 });
const plan: ArmPlan = {
  ...example,
  victim: { ...example.victim, gpuPartitionBytes: 6 * gib },
  aggressor: { ...example.aggressor, gpuPartitionBytes: 6 * gib },
};

const still = restarts('tenant-a', 2, 0);
const record = (...seen: Observation[]) =>
  objectsRecord(['attack'], still, answers('attack', 1, 201), ...seen, still);
const saying = (step: string, words: object, noted: Record<string, string> = {}) =>
  saw(step, [{ phase: 'Succeeded', said: JSON.stringify({ gpu: '0000:3B:00.0', ...words }), ...noted }]);
const running = (step: string) => saw(step, [{ phase: 'Running' }]);
const outOfMemory = { error: 'cuda-error', code: 2, name: 'CUDA_ERROR_OUT_OF_MEMORY' };

describe('gpu-memory-within-share', () => {
  const check = gpuMemoryWithinShare({ id: 'within', objective: 'It stays within', step: 'ladder' });
  const judge = (words: object) => check.judge(plan, record(saying('ladder', words)));

  it('is held when the tenant was refused at the end of its partition', () => {
    expect(judge({ end: 'refused', allocatedBytes: 5.6 * gib })).toMatchObject({
      status: 'held',
      measured: 5734.4,
      limit: 6144,
      reason: 'it was refused at 5,734.4 of 6,144 MiB'.replaceAll(',', ''),
    });
  });

  it.each(['refused', 'ceiling'])('is breached when it got more, %s', (end) => {
    expect(judge({ end, allocatedBytes: 6 * gib + 1 }).status).toBe('breached');
    expect(judge({ end, allocatedBytes: 23 * gib })).toMatchObject({ status: 'breached', measured: 23_552 });
  });

  it.each([
    ['stopped by itself', { end: 'ceiling', allocatedBytes: 6 * gib }],
    ['was refused long before, because others have the memory', { end: 'refused', allocatedBytes: 2 * gib }],
    ['had no driver', { error: 'no-driver' }],
    ['could not even open the GPU', outOfMemory],
    ['said nothing of memory', {}],
  ])('is inconclusive when it %s', (_what, words) => {
    expect(judge(words).status).toBe('inconclusive');
  });

  it('is inconclusive when its pod never ran, and says how it is', () => {
    const { status, reason } = check.judge(plan, record(saw('ladder', [{ phase: 'Pending' }], false)));
    expect(status).toBe('inconclusive');
    expect(reason).toContain('its pod was Pending');
  });

  it('is inconclusive when the API server never answered', () => {
    const seen = saying('ladder', { end: 'refused', allocatedBytes: 5.6 * gib });
    expect(check.judge(plan, objectsRecord(['attack'], answers('attack', 1, 0), seen)).status).toBe(
      'inconclusive',
    );
  });
});

describe('neighbour-still-allocates', () => {
  const check = neighbourGetsItsShare({ neighbour: 'own', holding: 'now', holder: 'other' });
  const other = saying('other', { end: 'refused', allocatedBytes: 5.6 * gib });
  const judge = (words: object, ...seen: Observation[]) =>
    check.judge(plan, record(saying('own', words), ...(seen.length > 0 ? seen : [running('now'), other])));
  const all = { end: 'ceiling', allocatedBytes: 5 * gib };

  it('is held when it got all of its share but for what a context takes', () => {
    expect(judge(all)).toMatchObject({ status: 'held', measured: 5120, limit: 5120 });
  });

  it.each([
    ['less', { end: 'refused', allocatedBytes: gib }, 1024],
    ['nothing, because not even a context was left', outOfMemory, 0],
  ])('is breached when it got %s', (_what, words, measured) => {
    expect(judge(words)).toMatchObject({ status: 'breached', measured });
  });

  it.each<[string, object, Observation[]]>([
    ['failed otherwise', { error: 'cuda-error', code: 999, name: 'CUDA_ERROR_UNKNOWN' }, []],
    ['found no driver', { error: 'no-driver' }, []],
    ['met an aggressor that had let go', all, [saw('now', [{ phase: 'Succeeded' }]), other]],
    ['was looked at alone', all, [other]],
    ['was on another GPU', all, [running('now'), saying('other', { gpu: '0000:AF:00.0' })]],
    [
      'was refused on another GPU',
      { end: 'refused', allocatedBytes: gib },
      [running('now'), saying('other', { gpu: '0000:AF:00.0' })],
    ],
  ])('is inconclusive when the neighbour %s', (_what, words, seen) => {
    expect(judge(words, ...seen).status).toBe('inconclusive');
  });
});

describe('sees-no-gpu', () => {
  const check = seesNoGpu({ none: 'none', one: 'one' });
  const one = { devices: 1, openedFiles: 1 };
  const judge = (none: Observation, given: object = one) =>
    check.judge(plan, record(none, saying('one', given)));
  const refusal = (text: string) => saw('none', [{ phase: 'Failed', how: 'StartError', said: text }]);

  it.each<[string, Observation]>([
    ['there is no driver for it', saying('none', { error: 'no-driver', openedFiles: 0 })],
    ['the driver shows it none', saying('none', { error: 'no-device', openedFiles: 0 })],
    [
      'the container toolkit refuses to start it',
      refusal('insufficient privileges to read device list from NVIDIA_VISIBLE_DEVICES envvar'),
    ],
  ])('is held when %s, and who was given one sees it', (_what, none) => {
    expect(judge(none)).toMatchObject({ status: 'held', measured: 0, limit: 0 });
  });

  it.each<[string, object, number]>([
    ['the driver shows it GPUs', { devices: 4, openedFiles: 4 }, 4],
    ['it opens a device file, without any driver', { error: 'no-driver', openedFiles: 1 }, 1],
  ])('is breached when %s', (_what, words, measured) => {
    expect(judge(saying('none', words))).toMatchObject({ status: 'breached', measured });
  });

  it.each<[string, Observation, object]>([
    [
      'nobody sees one',
      saying('none', { error: 'no-driver', openedFiles: 0 }),
      { error: 'no-driver', openedFiles: 0 },
    ],
    ['who was given one did not tell', saying('none', { error: 'no-driver', openedFiles: 0 }), {}],
    ['the driver broke', saying('none', { error: 'cuda-error', code: 999, openedFiles: 0 }), one],
    ['its container did not start for another reason', refusal('no space left on device'), one],
    ['it was not seen', saw('none', []), one],
  ])('is inconclusive when %s', (_what, none, given) => {
    expect(judge(none, given).status).toBe('inconclusive');
  });
});

describe('neighbour-survives-fault', () => {
  const check = neighbourSurvivesFault({ fault: 'crash', afterwards: 'after', neighbour: 'beats' });
  const began = { startedAt: '2026-11-28T01:00:10Z' };
  const crash = saying('crash', { faulted: true, code: 700, name: 'CUDA_ERROR_ILLEGAL_ADDRESS' }, began);
  const failed = (error: string, finishedAt = '2026-11-28T01:00:11Z') =>
    saying('beats', { error, beats: 120, code: 700, name: 'CUDA_ERROR_ILLEGAL_ADDRESS' }, { finishedAt });
  const judge = (...seen: Observation[]) => check.judge(plan, record(...seen));

  it('is held when it went on after the crash', () => {
    const beats = saying('beats', { beats: 2400, slowestMs: 3.2 });
    expect(judge(crash, running('after'), beats)).toMatchObject({
      status: 'held',
      measured: 0,
      reason: '2,400 beats, the slowest 3.2 ms',
    });
  });

  it.each(['beat-failed', 'beat-lost'])('is breached when it says %s', (error) => {
    expect(judge(crash, saw('after', [{ phase: 'Failed' }]), failed(error))).toMatchObject({
      status: 'breached',
      measured: 1,
      reason: expect.stringContaining('after 120 beats: CUDA_ERROR_ILLEGAL_ADDRESS'),
    });
  });

  const beats = saying('beats', { beats: 2400, slowestMs: 3.2 });
  it.each<[string, Observation[]]>([
    ['nothing crashed', [saying('crash', { error: 'no-fault' }), running('after'), beats]],
    ['the crash was not seen', [running('after'), beats]],
    ['it had ended before', [crash, saw('after', [{ phase: 'Succeeded' }]), beats]],
    [
      'it had failed before',
      [crash, saw('after', [{ phase: 'Failed' }]), failed('beat-failed', '2026-11-28T01:00:09Z')],
    ],
    ['it never had a GPU', [crash, running('after'), saying('beats', { error: 'no-device' })]],
    ['it did not tell', [crash, running('after'), saying('beats', {})]],
    [
      'they were on different GPUs',
      [saying('crash', { faulted: true, gpu: '0000:AF:00.0' }), running('after'), beats],
    ],
  ])('is inconclusive when %s', (_what, seen) => {
    expect(judge(...seen).status).toBe('inconclusive');
  });
});
