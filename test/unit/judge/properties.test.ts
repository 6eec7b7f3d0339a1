import { describe, expect, it } from 'vitest';
import { admittedWithinRate } from '../../../src/judge/checks/admitted-within-rate.ts';
import { gpuQuotaExact } from '../../../src/judge/checks/gpu-quota-exact.ts';
import { killedAtLimit } from '../../../src/judge/checks/killed-at-limit.ts';
import { refusalsExplained } from '../../../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimNeverRestarts } from '../../../src/judge/checks/victim-never-restarts.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import type { GatedCheck } from '../../../src/judge/gates/gated.ts';
import type { ArmRecord, LoadSamples } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import {
  creation,
  emptyRecord,
  floodPlan,
  floodRecord,
  hogEnded,
  hogPlan,
  hogRecord,
  limited,
  quota,
  requestsOf,
  restarts,
  samplesOf,
  steady,
  stormPlan,
  stormRecord,
  times,
} from './example-arm.ts';
import { seeded, type Chance } from './seeded.ts';

const flood = floodRecord();
const storm = stormRecord([...times(4, creation(201)), ...times(46, creation(403))], [quota()]);
const hog = hogRecord(hogEnded(61), restarts('tenant-a', 2, 0), restarts('tenant-a', 2, 0));

/** Each check with a record in which it says `held`. */
const soundCases: [GatedCheck, ArmPlan, ArmRecord][] = [
  [victimP99Ratio(), floodPlan, flood],
  [victimErrors(), floodPlan, flood],
  [admittedWithinRate(), floodPlan, flood],
  [refusalsExplained(), floodPlan, flood],
  [gpuQuotaExact(), stormPlan, storm],
  [killedAtLimit(), hogPlan, hog],
  [victimNeverRestarts(), hogPlan, hog],
];
const named = soundCases.map(([check, plan, record]) => ({ id: check.id, check, plan, record }));

function shuffled<T>(things: readonly T[], chance: Chance): T[] {
  const mixed = [...things];
  for (let last = mixed.length - 1; last > 0; last--) {
    const [moved] = mixed.splice(chance.whole(last + 1), 1);
    if (moved !== undefined) mixed.push(moved);
  }
  return mixed;
}

const withLoads = (record: ArmRecord, change: (samples: LoadSamples) => LoadSamples): ArmRecord => ({
  observations: record.observations,
  ...(record.victim ? { victim: change(record.victim) } : {}),
  ...(record.aggressor ? { aggressor: change(record.aggressor) } : {}),
});

/** A flood of random strength against a victim of random health, recorded with random gaps. */
function randomFlood(chance: Chance): ArmRecord {
  const slowdown = 1 + chance.uniform();
  const failing = chance.uniform() < 0.3 ? 0.02 * chance.uniform() : 0;
  return floodRecord({
    pairs: 2 + chance.whole(4),
    victim: (window, index) => ({
      latencyMs:
        steady(window, index).latencyMs *
        (window.phase === 'attack' ? slowdown : 1) *
        (1 + 0.2 * chance.uniform()),
      status: chance.uniform() < failing ? 503 : 200,
    }),
    aggressor:
      chance.uniform() < 0.5
        ? limited
        : (_window, index) => ({ latencyMs: 5, status: index % 3 ? 429 : 200 }),
  });
}

describe.each(named)('$id', ({ check, plan, record }) => {
  it('holds in the record that the following cases spoil', () => {
    expect(check.judge(plan, record)).toMatchObject({ status: 'held' });
  });

  it('never holds, and never breaks, on nothing', () => {
    for (const any of [floodPlan, stormPlan, hogPlan]) {
      expect(check.judge(any, emptyRecord).status).toBe('inconclusive');
      expect(check.measure(any, emptyRecord).status).toBe('inconclusive');
    }
  });

  it('never holds without the end of the arm, or with the attack taken out of the plan', () => {
    const unfinished = {
      ...record,
      observations: record.observations.filter(({ kind }) => kind !== 'arm-ended'),
    };
    expect(check.judge(plan, unfinished).status).toBe('inconclusive');
    const quiet: ArmPlan = { ...plan, attack: { kind: 'none', instead: 'request-flood' } };
    expect(check.judge(quiet, record).status).toBe('inconclusive');
  });

  it('does not depend on the order of the samples', () => {
    const chance = seeded(7);
    const mixed = withLoads(record, (samples) => samplesOf(shuffled(requestsOf(samples), chance)));
    expect(check.judge(plan, mixed)).toEqual(check.judge(plan, record));
  });

  it('never gets better by losing every observation of one kind', () => {
    for (const kind of new Set(record.observations.map((seen) => seen.kind))) {
      const spoiled = { ...record, observations: record.observations.filter((seen) => seen.kind !== kind) };
      expect(['held', 'inconclusive']).toContain(check.judge(plan, spoiled).status);
    }
  });

  it('gives figures that JSON has words for, whatever is lost', () => {
    const chance = seeded(11);
    for (let round = 0; round < 20; round++) {
      const observations = record.observations.filter(() => chance.uniform() < 0.8);
      const found = check.judge(plan, { ...record, observations });
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    }
  });
});

describe('over random floods', () => {
  const checks = [victimP99Ratio(), victimErrors(), admittedWithinRate(), refusalsExplained()];

  it('a tighter limit never turns a breach into held', () => {
    const chance = seeded(1);
    for (let round = 0; round < 60; round++) {
      const record = randomFlood(chance);
      const at = (p99Ratio: number) =>
        victimP99Ratio().measure({ ...floodPlan, limits: { ...floodPlan.limits, p99Ratio } }, record).status;
      const statuses = [1.05, 1.2, 1.4, 1.7, 2.2].map(at);
      // From the tightest limit to the loosest: breached, then inconclusive, then held.
      const order = statuses.map((status) => ['breached', 'inconclusive', 'held'].indexOf(status));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  it('a record without its samples never holds', () => {
    const chance = seeded(2);
    for (let round = 0; round < 30; round++) {
      const { observations } = randomFlood(chance);
      for (const check of checks)
        expect(check.judge(floodPlan, { observations }).status).toBe('inconclusive');
    }
  });

  it('dropping samples never turns what was not held into held', () => {
    const chance = seeded(3);
    for (let round = 0; round < 40; round++) {
      const record = randomFlood(chance);
      const kept = 0.5 + 0.5 * chance.uniform();
      const poorer = withLoads(record, (samples) =>
        samplesOf(requestsOf(samples).filter(() => chance.uniform() < kept)),
      );
      for (const check of checks) {
        if (check.judge(floodPlan, record).status === 'held') continue;
        expect(check.judge(floodPlan, poorer).status).not.toBe('held');
      }
    }
  });
});
