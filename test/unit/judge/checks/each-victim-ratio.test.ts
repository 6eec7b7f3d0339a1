import { describe, expect, it } from 'vitest';
import { eachVictimRatio } from '../../../../src/judge/checks/each-victim-ratio.ts';
import { reportSchema } from '../../../../src/model/report.ts';
import { floodPlan, without } from '../example-arm.ts';
import {
  crowdPlan,
  crowdRecord,
  slowerFor,
  usual,
  withCrowdLimits,
  type CrowdOptions,
} from '../example-crowd.ts';
import { floodRecord, unstarted } from '../example-flood.ts';

const check = eachVictimRatio();
const judge = (options?: CrowdOptions) => check.judge(crowdPlan, crowdRecord(options));
const statuses = (found: ReturnType<typeof judge>): string[] =>
  (found.tenants ?? []).map(({ tenant, status }) => `${tenant} ${status}`);

describe('each-victim-ratio', () => {
  it('is held when every victim is as fast as at rest', () => {
    const found = judge();
    expect(found).toMatchObject({ status: 'held', limit: 1.25, samples: 5120 });
    expect(found.tenants).toHaveLength(4);
    expect(found.reason).toMatch(/^of 4 tenants 4 held; worst: tenant-00\d 1/u);
    for (const tenant of found.tenants ?? []) {
      expect(tenant).toMatchObject({ status: 'held', samples: 1280 });
      expect(tenant.interval?.high).toBeLessThan(1.25);
      // 1 % a side, spent over two looks; the chance of a breach is shared by four victims, too.
      expect(tenant.interval?.confidence).toBeCloseTo(1 - 0.01 / 2 - 0.01 / 8, 10);
    }
    expect(found.evidence.join()).toContain('judged by its p90');
    expect(found.evidence.join()).toContain('requests were offered');
  });

  it('is breached by one victim alone, which comes first', () => {
    const found = judge({ victim: slowerFor(2, 2) });
    expect(found.status).toBe('breached');
    expect(statuses(found)[0]).toBe('tenant-003 breached');
    expect(found.measured).toBeCloseTo(2, 1);
    expect(found.interval?.low).toBeGreaterThan(1.25);
    expect(found.pValue).toBeLessThan(1e-6);
    expect(found.reason).toMatch(
      /^of 4 tenants 3 held, 1 breached; worst: tenant-003 1\.9.*ms under attack/u,
    );
  });

  it('lists the breached before the undecided before the held, and the slowest first', () => {
    const victim: CrowdOptions['victim'] = (place, window, index) =>
      slowerFor([1, 1.26, 3, 2][place] ?? 1, place)(place, window, index);
    expect(statuses(judge({ victim }))).toEqual([
      'tenant-003 breached',
      'tenant-004 breached',
      'tenant-002 inconclusive',
      'tenant-001 held',
    ]);
  });

  it('is inconclusive when one victim can’t be told, and says why', () => {
    const found = judge({ victim: slowerFor(1.25, 1) });
    expect(found.status).toBe('inconclusive');
    expect(statuses(found)[0]).toBe('tenant-002 inconclusive');
    expect(found.reason).toMatch(/its interval .* contains the limit 1\.25/u);
  });

  it('is inconclusive for victims with too few samples for a bound', () => {
    const found = check.judge(withCrowdLimits({ errorHeld: 1e-40 }), crowdRecord());
    expect(found.status).toBe('inconclusive');
    expect(found.interval).toBeUndefined();
    expect(found.reason).toContain('too few for a bound');
  });

  it('is breached by one failed request of one victim, and tells whose', () => {
    const found = judge({
      victim: (_place, window, index) =>
        window.index === 3 && index === 102 ? { latencyMs: 1, status: 503 } : usual(window, index),
    });
    expect(found).toMatchObject({ status: 'breached', pValue: 0 });
    expect(statuses(found)[0]).toBe('tenant-003 breached');
    expect(found.reason).toContain('1 of 640 requests failed under attack');
  });

  it('lets requests fail as far as the limit of errors allows', () => {
    const victim: CrowdOptions['victim'] = (place, window, index) =>
      place === 0 && index === 100 ? { latencyMs: 1, status: 503 } : usual(window, index);
    const found = check.judge(withCrowdLimits({ victimErrorRatio: 0.1 }), crowdRecord({ victim }));
    expect(found.status).toBe('held');
    expect(check.judge(withCrowdLimits({ victimErrorRatio: 0.001 }), crowdRecord({ victim })).status).toBe(
      'breached',
    );
  });

  it('counts a victim that is turned away fast as slow', () => {
    const victim: CrowdOptions['victim'] = (place, window, index) =>
      place === 1 && window.phase === 'attack' ? { latencyMs: 1, status: 429 } : usual(window, index);
    const [worst] = judge({ victim }).tenants ?? [];
    expect(worst).toMatchObject({ tenant: 'tenant-002', status: 'breached' });
    expect(worst?.reason).toContain('a failed request under attack');
  });

  it('is inconclusive for a victim that failed without the attack', () => {
    const victim: CrowdOptions['victim'] = (place, window, index) =>
      place === 1 && window.phase === 'baseline' ? { latencyMs: 1, status: 429 } : usual(window, index);
    const [worst] = judge({ victim }).tenants ?? [];
    expect(worst).toMatchObject({ tenant: 'tenant-002', status: 'inconclusive' });
    expect(worst?.reason).toContain("what fails at rest can't be compared");
  });

  it('is inconclusive for every victim when the attack was not delivered, and none is left held', () => {
    const found = judge({ aggressorEnded: { shamRequests: 0 } });
    expect(found.status).toBe('inconclusive');
    expect(new Set((found.tenants ?? []).map(({ status }) => status))).toEqual(new Set(['inconclusive']));
    expect(found.reason).toMatch(/^the sham attack was not delivered/u);
    expect(found.tenants?.[0]?.reason).toMatch(/^the sham attack .*; not counted as held: p90/u);
  });

  it('believes in a breach that the gates of a pass would not let through, and in no pass beside it', () => {
    const record = without(crowdRecord({ victim: slowerFor(2, 2) }), ({ kind }) => kind === 'arm-ended');
    const found = check.judge(crowdPlan, record);
    expect(found.status).toBe('breached');
    expect(statuses(found)[0]).toBe('tenant-003 breached');
    expect(found.reason).toContain('3 inconclusive, 1 breached');
  });

  it('can’t be held when k6 could not start requests, for nobody knows whose they were', () => {
    const found = judge({
      victim: (_place, window, index) =>
        window.index === 3 && index === 102 ? unstarted : usual(window, index),
    });
    expect(found.status).not.toBe('held');
  });

  it('is inconclusive where the victims were not told apart', () => {
    expect(check.judge(floodPlan, floodRecord())).toMatchObject({ status: 'inconclusive' });
    const found = check.judge(crowdPlan, floodRecord());
    expect(found.status).toBe('inconclusive');
    expect(found.tenants?.[0]?.reason).toContain('no request of it was seen');
  });

  it('gives figures that JSON has words for', () => {
    const verdict = reportSchema.shape.verdicts.element;
    const rest = { id: 'a', scenario: 'a', arm: 'protected', objective: 'a', unit: 'ratio' };
    const options: CrowdOptions[] = [
      {},
      { pairs: 2 },
      { victim: (_, window, index) => ({ ...usual(window, index), status: 503 }) },
    ];
    for (const found of options.map(judge)) expect(() => verdict.parse({ ...rest, ...found })).not.toThrow();
  });
});
