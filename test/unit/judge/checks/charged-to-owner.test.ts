import { describe, expect, it } from 'vitest';
import { chargedToOwner } from '../../../../src/judge/checks/charged-to-owner.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { times } from '../example-arm.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';

const check = chargedToOwner({ before: 'before', after: 'after', steps: ['spoofed'] });

type Charge = [requests: number, tokens: number];

/** Five requests of ten tokens each in the victim's name, and what both tenants were charged for them. */
const record = (victim: Charge, aggressor: Charge): ArmRecord =>
  stepsRecord(
    reading('before', { requests: { 'tenant-a': 7, 'tenant-b': 3 }, tokens: { 'tenant-a': 70 } }),
    ...times(5, completion('spoofed', 2)),
    reading('after', {
      requests: { 'tenant-a': 7 + victim[0], 'tenant-b': 3 + aggressor[0] },
      tokens: { 'tenant-a': 70 + victim[1], 'tenant-b': aggressor[1] },
    }),
  );

describe('charged-to-owner', () => {
  const sound = record([0, 0], [5, 50]);

  it("is held when all went to the key's owner", () => {
    const found = check.judge(stepsPlan, sound);
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 5 });
    expect(found.reason).toContain('tenant-a was charged 0 requests and 0 tokens, tenant-b 50 tokens');
  });

  it('is breached when the victim was charged anything', () => {
    expect(check.judge(stepsPlan, record([5, 50], [0, 0]))).toMatchObject({
      status: 'breached',
      measured: 55,
    });
    expect(check.judge(stepsPlan, record([1, 0], [4, 50])).status).toBe('breached');
    expect(check.judge(stepsPlan, record([0, 1], [5, 50])).status).toBe('breached');
  });

  it('is inconclusive when nothing shows that charges are counted', () => {
    expect(check.judge(stepsPlan, record([0, 0], [0, 0])).reason).toContain('nothing shows');
    expect(check.judge(stepsPlan, record([0, 0], [5, 49])).status).toBe('inconclusive');
    const { observations } = sound;
    const unserved = observations.filter((seen) => seen.kind !== 'completion' || seen.step !== 'spoofed');
    expect(check.judge(stepsPlan, { observations: unserved }).status).toBe('inconclusive');
    expect(check.judge(stepsPlan, stepsRecord()).reason).toContain('the reading before, after is missing');
  });

  it.each(spoiled(sound))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, record([5, 50], [0, 0])).status).toBe('inconclusive');
  });
});
