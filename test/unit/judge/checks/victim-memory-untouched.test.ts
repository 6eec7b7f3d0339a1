import { describe, expect, it } from 'vitest';
import { victimMemoryUntouched } from '../../../../src/judge/checks/victim-memory-untouched.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import {
  completion,
  noAttackPlan,
  reading,
  spoiled,
  stepsPlan,
  stepsRecord,
} from '../example-completions.ts';

const check = victimMemoryUntouched({
  from: 'before',
  to: 'after',
  atRest: 'rest',
  meanwhile: ['meanwhile'],
});

interface Seen {
  /** What the victim's counters grew by. */
  loads?: number;
  evictions?: number;
  outOfMemory?: number;
  othersOutOfMemory?: number;
  statuses?: readonly number[];
  statusAtRest?: number;
}

function record(seen: Seen): ArmRecord {
  const { loads = 0, evictions = 0, outOfMemory = 0, othersOutOfMemory = 3 } = seen;
  const { statuses = [200, 200], statusAtRest = 200 } = seen;
  const victim = { as: 'tenant-a' };
  return stepsRecord(
    completion('rest', 2, { ...victim, httpStatus: statusAtRest }),
    reading('before', { loads: { 'tenant-a': 1, 'tenant-b': 2 } }),
    ...statuses.map((httpStatus) => completion('meanwhile', 3, { ...victim, httpStatus })),
    reading('after', {
      loads: { 'tenant-a': 1 + loads, 'tenant-b': 4 },
      evictions: { 'tenant-a': evictions, 'tenant-b': 1 },
      outOfMemory: { 'tenant-a': outOfMemory, 'tenant-b': othersOutOfMemory },
    }),
  );
}

describe('victim-memory-untouched', () => {
  it('is held when only the aggressor ran out of memory', () => {
    const found = check.judge(stepsPlan, record({}));
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 2 });
    expect(found.evidence).toContain('tenant-b: 2 loads, 1 eviction, 3 times out of memory');
  });

  it.each([
    ['was loaded again', { loads: 1 }, 1],
    ['was evicted and loaded again', { loads: 1, evictions: 1 }, 2],
    ['got 507, which the engine counted too', { outOfMemory: 1, statuses: [200, 507] }, 1],
    ['got 507, whatever the engine counted', { statuses: [507, 507] }, 2],
    ['suffered though the aggressor was never refused', { evictions: 1, othersOutOfMemory: 0 }, 1],
  ])('is breached when the victim %s', (_what, seen, measured) => {
    expect(check.judge(stepsPlan, record(seen))).toMatchObject({ status: 'breached', measured });
  });

  it.each([
    ['nobody ran out of memory', record({ othersOutOfMemory: 0 }), 'nobody was seen to run out of memory'],
    ['the victim was not served at first', record({ statusAtRest: 503 }), 'not served before the attack'],
    [
      'the victim never asked meanwhile',
      stepsRecord(completion('rest', 2), reading('before', {}), reading('after', {})),
      'not seen to ask in meanwhile',
    ],
    ['nothing was read', stepsRecord(), 'the reading before, after is missing'],
  ])('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it.each(spoiled(record({})))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });

  it('blames nobody without an attack', () => {
    expect(check.judge(noAttackPlan, record({ loads: 1 })).status).toBe('inconclusive');
  });
});
