import { describe, expect, it } from 'vitest';
import { admittedWithinRate } from '../../../src/judge/checks/admitted-within-rate.ts';
import { gpuQuotaExact } from '../../../src/judge/checks/gpu-quota-exact.ts';
import { killedAtLimit } from '../../../src/judge/checks/killed-at-limit.ts';
import { refusalsExplained } from '../../../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../../../src/judge/checks/victim-errors.ts';
import { victimNeverRestarts } from '../../../src/judge/checks/victim-never-restarts.ts';
import { victimP99Ratio } from '../../../src/judge/checks/victim-p99-ratio.ts';
import type { GatedCheck } from '../../../src/judge/gates/gated.ts';
import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import { checkWith } from './check-with.ts';
import {
  emptyRecord,
  floodPlan,
  hogPlan,
  stormPlan,
  times,
  withDesign,
  withLimits,
  without,
} from './example-arm.ts';
import { creation, hogEnded, hogRecord, quota, restarts, stormRecord } from './example-cluster.ts';
import { floodRecording, steady } from './example-flood.ts';
import { watchedPlan, watchedRecord } from './example-streams.ts';
import { randomFlood } from './random-flood.ts';
import { seeded } from './seeded.ts';

const flood = digestRecording(
  floodRecording({
    pairs: 8,
    victim: (window, index) => ({ ...steady(window, index), firstByteMs: 5 + (index % 5) }),
  }),
);
const streams = withDesign({ victimStreams: true });
const storm = stormRecord([...times(4, creation(201)), ...times(46, creation(403))], [quota()]);
const hog = hogRecord(hogEnded(61), restarts('tenant-a', 2, 0), restarts('tenant-a', 2, 0));

/** Each check with a record in which it says `held`. */
const soundCases: [GatedCheck, ArmPlan, ArmRecord][] = [
  [victimP99Ratio(), floodPlan, flood],
  [victimErrors(), floodPlan, flood],
  [admittedWithinRate(), floodPlan, flood],
  [refusalsExplained(), floodPlan, flood],
  [checkWith({ kind: 'latency-ratio', percentile: 0.9 }, 1.25), floodPlan, flood],
  [checkWith({ kind: 'latency', until: 'last-token', percentile: 0.99 }, 45), floodPlan, flood],
  [checkWith({ kind: 'latency', until: 'first-token', percentile: 0.99 }, 12), streams, flood],
  [checkWith({ kind: 'latency', until: 'next-token', percentile: 0.99 }, 30), watchedPlan, watchedRecord()],
  [
    checkWith({ kind: 'latency-ratio', until: 'next-token', percentile: 0.98 }, 1.25),
    watchedPlan,
    watchedRecord(),
  ],
  [checkWith({ kind: 'error-ratio' }, 0.01), floodPlan, flood],
  [checkWith({ kind: 'throughput' }, 39), floodPlan, flood],
  [checkWith({ kind: 'goodput', withinMs: 45 }, 39), floodPlan, flood],
  [gpuQuotaExact(), stormPlan, storm],
  [killedAtLimit(), hogPlan, hog],
  [victimNeverRestarts(), hogPlan, hog],
];
const named = soundCases.map(([check, plan, record]) => ({
  id: `${check.id} in ${check.unit}`,
  check,
  plan,
  record,
}));

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
    const unfinished = without(record, ({ kind }) => kind === 'arm-ended');
    expect(check.judge(plan, unfinished).status).toBe('inconclusive');
    const quiet: ArmPlan = { ...plan, attack: { kind: 'none', instead: 'request-flood' } };
    expect(check.judge(quiet, record).status).toBe('inconclusive');
  });

  it('never holds on observations without their samples', () => {
    const { observations } = record;
    const alone = check.judge(plan, { observations });
    expect(alone.status).toBe(record.victim ? 'inconclusive' : 'held');
  });

  it('never gets better by losing every observation of one kind', () => {
    for (const kind of new Set(record.observations.map((seen) => seen.kind))) {
      const spoiled = without(record, (seen) => seen.kind === kind);
      expect(['held', 'inconclusive']).toContain(check.judge(plan, spoiled).status);
    }
  });

  it('gives figures that JSON has words for, whatever is lost', () => {
    const chance = seeded(11);
    for (let round = 0; round < 20; round++) {
      const found = check.judge(
        plan,
        without(record, () => chance.uniform() < 0.2),
      );
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    }
  });
});

describe('a tighter limit never turns a breach into held', () => {
  const statusesOf = (check: GatedCheck, record: ArmRecord, plans: readonly ArmPlan[]): string[] =>
    plans.map((plan) => check.measure(plan, record).status);

  it('victim-p99-ratio: from the tightest to the loosest breached, then inconclusive, then held', () => {
    const chance = seeded(1);
    for (let round = 0; round < 60; round++) {
      const record = digestRecording(randomFlood(chance));
      const plans = [1.05, 1.2, 1.4, 1.7, 2.2].map((p99Ratio) => withLimits({ p99Ratio }));
      const order = statusesOf(victimP99Ratio(), record, plans).map((status) =>
        ['breached', 'inconclusive', 'held'].indexOf(status),
      );
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }
  });

  it('killed-at-limit: a hog that is within its limit is within any larger one', () => {
    const record = hogRecord(hogEnded(61), hogEnded(130));
    const plans = [32, 64, 100, 120, 128, 256].map((mebibytes): ArmPlan => ({
      ...hogPlan,
      aggressor: { ...hogPlan.aggressor, containerMemoryLimitBytes: mebibytes * 2 ** 20 },
    }));
    // 8 MiB of slack.
    expect(statusesOf(killedAtLimit(), record, plans)).toEqual([
      ...times(4, 'breached'),
      ...times(2, 'held'),
    ]);
  });
});

describe('losing one observation never turns what was not held into held', () => {
  const anyStorm = (chance: ReturnType<typeof seeded>): ArmRecord => {
    const answers = [...times(4, 201), ...times(46, 403)].map((status) =>
      chance.uniform() < 0.03 ? 500 : status,
    );
    return stormRecord(
      answers.map((status) => creation(status)),
      [quota({ converged: chance.uniform() < 0.7 })],
    );
  };
  const anyHog = (chance: ReturnType<typeof seeded>): ArmRecord => {
    const changes = chance.uniform() < 0.5 ? {} : { reason: 'Error', exitCode: 1 };
    return hogRecord(
      hogEnded(40 + chance.whole(20), changes),
      restarts('tenant-a', 2, 0),
      restarts('tenant-a', 1 + chance.whole(3), chance.whole(2)),
    );
  };

  it.each([
    [gpuQuotaExact(), stormPlan, anyStorm],
    [killedAtLimit(), hogPlan, anyHog],
    [victimNeverRestarts(), hogPlan, anyHog],
  ] as const)('$id', (check, plan, anyRecord) => {
    const chance = seeded(13);
    const records = Array.from({ length: 40 }, () => anyRecord(chance));
    const open = records.filter((record) => check.judge(plan, record).status !== 'held');
    expect(open.length).toBeGreaterThan(5);
    expect(open.length).toBeLessThan(40);
    for (const record of open) {
      for (const lost of record.observations) {
        expect(
          check.judge(
            plan,
            without(record, (seen) => seen === lost),
          ).status,
        ).not.toBe('held');
      }
    }
  });
});
