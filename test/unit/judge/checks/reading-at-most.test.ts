import { describe, expect, it } from 'vitest';
import { readingAtMost } from '../../../../src/judge/checks/reading-at-most.ts';
import { noAttackPlan, reading, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const check = readingAtMost({
  id: 'slots-freed',
  objective: 'Nothing is held',
  unit: 'requests',
  step: 'after',
  query: 'held',
  atMost: () => 0,
  control: { step: 'during', atLeast: 4 },
});

describe('reading-at-most', () => {
  const sound = stepsRecord(reading('during', { held: 4 }), reading('after', { held: 0 }));

  it('is held when the gauge fell to what is allowed, after it had risen', () => {
    expect(check.judge(stepsPlan, sound)).toMatchObject({ status: 'held', measured: 0, limit: 0 });
  });

  it('is breached by one too many, whether or not the gauge was seen to rise', () => {
    const found = check.judge(stepsPlan, stepsRecord(reading('after', { held: 1 })));
    expect(found).toMatchObject({ status: 'breached', measured: 1 });
    expect(found.reason).toContain('1 in after, 0 allowed');
  });

  it.each([
    ['the gauge never rose', [reading('during', { held: 3 }), reading('after', { held: 0 })], '3 in during'],
    ['nobody looked whether it rises', [reading('after', { held: 0 })], 'nothing in during'],
    ['it was not read', [reading('during', { held: 4 })], 'no value of held was read in after'],
    ['it has no value', [reading('during', { held: 4 }), reading('after', {})], 'no value of held'],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, stepsRecord(...seen));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiled(sound))('is inconclusive when %s', (_what, record, reason) => {
    const found = check.judge(stepsPlan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    const record = stepsRecord(reading('after', { held: 9 }));
    expect(check.judge(noAttackPlan, record).status).toBe('inconclusive');
  });
});
