import { describe, expect, it } from 'vitest';
import { admittedWithinRate } from '../../../../src/judge/checks/admitted-within-rate.ts';
import { eachVictimRatio } from '../../../../src/judge/checks/each-victim-ratio.ts';
import { refusalsExplained } from '../../../../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../../../../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../../../../src/judge/checks/victim-p99-ratio.ts';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import { digestRecording } from '../../../../src/judge/load/digest-recording.ts';
import { correctForMany } from '../../../../src/judge/correct-for-many.ts';
import type { Verdict } from '../../../../src/model/report.ts';
import {
  crowdPlan,
  crowdRecord,
  crowdRecording,
  slowerFor,
  usual,
  type CrowdAnswering,
} from '../example-crowd.ts';

describe('the checks of all victims together', () => {
  it.each([victimP99Ratio(), victimErrors(), refusalsExplained()])('$id is held as of one', (check) => {
    expect(check.judge(crowdPlan, crowdRecord()).status).toBe('held');
  });
});

describe('admitted-within-rate of a crowd', () => {
  const check = admittedWithinRate();

  it('is held when each aggressor keeps to its own rate', () => {
    const found = check.judge(crowdPlan, crowdRecord());
    expect(found.status).toBe('held');
    expect(found.tenants?.map(({ tenant, status }) => [tenant, status])).toEqual([
      ['tenant-005', 'held'],
      ['tenant-006', 'held'],
    ]);
  });

  it('is breached by one of them, though both together stay within what both were promised', () => {
    const aggressor: CrowdAnswering = (place, _window, index) =>
      place === 1 && index % 20 === 1 ? { latencyMs: 30 } : { latencyMs: 1, status: 429 };
    const found = check.judge(crowdPlan, crowdRecord({ aggressor }));
    expect(found.status).toBe('breached');
    expect(found.tenants?.[0]).toMatchObject({ tenant: 'tenant-006', status: 'breached' });
    expect(found.reason).toMatch(/^of 2 tenants 1 (held|inconclusive), 1 breached; worst: tenant-006/u);
    expect(found.limit).not.toBeNull();
  });

  it('is inconclusive where the gateway counted otherwise', () => {
    const recording = crowdRecording();
    const observations = recording.observations.map((seen) =>
      seen.kind === 'gateway-count' && seen.tenant === 'tenant-005' && seen.moment === 'after'
        ? { ...seen, byStatus: { 200: 6 } }
        : seen,
    );
    const found = check.judge(crowdPlan, digestRecording({ ...recording, observations }));
    expect(found.status).toBe('inconclusive');
    expect(found.tenants?.[0]).toMatchObject({ tenant: 'tenant-005', status: 'inconclusive' });
  });
});

describe('the attack of a crowd', () => {
  it('is compared with what all aggressors were promised together', () => {
    expect(attackMade.examine(crowdPlan, crowdRecord())).toMatchObject({
      ok: true,
      seen: 'The aggressor offered 20 requests/s in the attack windows, promised 1/s',
    });
  });

  it('is not delivered when one of them took no part', () => {
    const recording = crowdRecording();
    const { aggressor } = recording;
    if (!aggressor) throw new Error('no aggressor');
    const alone = { ...recording, aggressor: { ...aggressor, tenant: aggressor.status.map(() => 0) } };
    const result = attackDelivered.examine(crowdPlan, digestRecording(alone));
    expect(result).toEqual({ ok: false, cause: 'tenant-006 took too little part in the attack' });
  });
});

describe('a breach that does not survive the correction over all objectives', () => {
  it('leaves no tenant breached', () => {
    const found = eachVictimRatio().judge(crowdPlan, crowdRecord({ victim: slowerFor(2, 2) }));
    const verdict: Verdict = {
      id: 'a/protected/each-victim-ratio',
      scenario: 'a',
      arm: 'protected',
      objective: 'each',
      unit: 'ratio',
      ...found,
      pValue: 0.009,
    };
    const other: Verdict = { ...verdict, id: 'a/protected/other', status: 'held', pValue: 0.9 };
    const [corrected] = correctForMany([verdict, other], 0.01);
    expect(corrected?.status).toBe('inconclusive');
    expect(corrected?.tenants?.filter(({ status }) => status === 'breached')).toEqual([]);
    expect(corrected?.tenants?.[0]?.reason).toContain('alone it would be a breach');
  });
});

it('an A/A run of a crowd decides nothing about anyone', () => {
  const quiet = { ...crowdPlan, attack: { kind: 'none', instead: 'request-flood' } } as const;
  for (const victim of [
    slowerFor(1),
    slowerFor(3, 0, 1, 2, 3),
    (_: number, ...request: Parameters<typeof usual>) => usual(...request),
  ]) {
    const found = eachVictimRatio().judge(quiet, crowdRecord({ victim }));
    expect(found.status).toBe('inconclusive');
    expect(new Set(found.tenants?.map(({ status }) => status))).toEqual(new Set(['inconclusive']));
  }
});
