import { describe, expect, it } from 'vitest';
import { memoryWithinPartition } from '../../../../src/judge/checks/memory-within-partition.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { noAttackPlan, reading, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const check = memoryWithinPartition('after');
const GiB = 2 ** 30;

/** The partition has 20 GiB, the GPU 80. */
const record = (peakGiB: number, peakOfAllGiB = 40): ArmRecord =>
  stepsRecord(
    reading('after', {
      peak: { 'tenant-a': 16 * GiB, 'tenant-b': peakGiB * GiB },
      peakOfAll: peakOfAllGiB * GiB,
      total: 80 * GiB,
    }),
  );

describe('memory-within-partition', () => {
  it('is held when the aggressor filled its partition and not a byte more', () => {
    const found = check.judge(stepsPlan, record(20));
    expect(found).toMatchObject({ status: 'held', measured: 20, limit: 20 });
    expect(found.evidence).toContain('The most that all tenants used together: 40 of 80 GiB');
  });

  it('is breached by a block more than the partition', () => {
    const found = check.judge(stepsPlan, record(20 + 2 / 1024));
    expect(found.status).toBe('breached');
    expect(found.reason).toContain('tenant-b used up to 20 GiB of its 20 GiB');
  });

  it('is breached when all tenants together use more than the GPU has', () => {
    const found = check.judge(stepsPlan, record(20, 81));
    expect(found.status).toBe('breached');
    expect(found.reason).toContain('used 81 GiB of a GPU that has 80');
  });

  it.each([
    ['the aggressor never came to the end of its partition', record(18.9), 'less than 95 %'],
    ['nothing was read', stepsRecord(), 'not read in after'],
    [
      'the engine says nothing of the aggressor',
      stepsRecord(reading('after', { peak: { 'tenant-a': 1 }, peakOfAll: 1, total: 1 })),
      'not read in after',
    ],
    [
      'the engine says nothing of its whole memory',
      stepsRecord(reading('after', { peak: { 'tenant-b': 1 }, peakOfAll: 1 })),
      'not read in after',
    ],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiled(record(20)))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, record(64)).status).toBe('inconclusive');
  });
});
