import { describe, expect, it } from 'vitest';
import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { LoadSample } from '../../../src/model/load-samples.ts';
import type { ArmRecord, ArmRecording } from '../../../src/model/observation.ts';
import { without } from './example-arm.ts';
import { requestsOf, samplesOf } from './example-flood.ts';
import { floodChecks, randomFlood, shuffled, tightened } from './random-flood.ts';
import { seeded, type Chance } from './seeded.ts';

type Change = (requests: LoadSample[], role: 'victim' | 'aggressor') => LoadSample[];

/** The recording with other requests in both loads, counted up. */
const changed = ({ observations, victim, aggressor }: ArmRecording, change: Change): ArmRecord =>
  digestRecording({
    observations,
    victim: samplesOf(change(requestsOf(victim), 'victim')),
    aggressor: samplesOf(change(requestsOf(aggressor), 'aggressor')),
  });

/** The record as if k6 had written no more samples than were read. */
const asIfNoneWereLost = (record: ArmRecord): ArmRecord => ({
  ...record,
  observations: record.observations.map((seen) =>
    seen.kind === 'load-ended' ? { ...seen, samplesCount: record[seen.role]?.samples ?? 0 } : seen,
  ),
});

const floods = (seed: number, amount: number): { recording: ArmRecording; chance: Chance }[] => {
  const chance = seeded(seed);
  return Array.from({ length: amount }, () => ({ recording: randomFlood(chance), chance }));
};

/** What each check says, by its id and limit. */
const statusesOf = (record: ArmRecord): string[] =>
  floodChecks.map(([check, plan]) => check.judge(plan, record).status);

/** Places in which something became held that was not. */
const becameHeld = (before: readonly string[], after: readonly string[]): number[] =>
  after.flatMap((status, index) => (status === 'held' && before[index] !== 'held' ? [index] : []));

it('the floods are such that every check holds some, breaks on some, and cannot tell of some', () => {
  const seen = floods(4, 60).map(({ recording }) => statusesOf(digestRecording(recording)));
  for (const [index, [check]] of floodChecks.entries()) {
    const statuses = new Set(seen.map((each) => each[index]));
    expect([check.id, statuses]).toEqual([check.id, new Set(['breached', 'held', 'inconclusive'])]);
  }
});

it('no verdict depends on the order of the samples', () => {
  for (const { recording, chance } of floods(5, 5)) {
    const record = digestRecording(recording);
    const mixed = changed(recording, (requests) => shuffled(requests, chance));
    for (const [check, plan] of floodChecks) {
      expect(check.judge(plan, mixed)).toEqual(check.judge(plan, record));
    }
  }
});

const anyRecords = floods(6, 25).map(({ recording }) => digestRecording(recording));

it.each(tightened)('a tighter limit never turns a breach into held: $id', ({ at, limits }) => {
  for (const record of anyRecords) {
    const statuses = limits.map((limit) => {
      const { check, plan } = at(limit);
      return check.measure(plan, record).status;
    });
    const lastBreach = statuses.lastIndexOf('breached');
    expect(statuses.slice(0, Math.max(0, lastBreach))).not.toContain('held');
  }
});

describe('dropping samples never turns what was not held into held', () => {
  const drops: [string, (chance: Chance) => Change][] = [
    [
      'at random',
      (chance) => {
        const kept = 1 - 0.5 * chance.uniform() ** 3;
        return (requests) => requests.filter(() => chance.uniform() < kept);
      },
    ],
    ['the slowest', (chance) => (requests) => slowestDropped(requests, 1 + chance.whole(200))],
    [
      'all that failed',
      () => (requests) => requests.filter(({ status }) => status === 200 || status === 429),
    ],
    ['all that was never started', () => (requests) => requests.filter(({ status }) => status !== -1)],
    ['all of a window', (chance) => windowDropped(chance.whole(10))],
    [
      'all of one load',
      (chance) => {
        const lost = chance.uniform() < 0.5 ? 'victim' : 'aggressor';
        return (requests, role) => (role === lost ? [] : requests);
      },
    ],
  ];

  it.each(drops)('%s', (_what, drop) => {
    for (const { recording, chance } of floods(7, 8)) {
      const before = statusesOf(digestRecording(recording));
      expect(becameHeld(before, statusesOf(changed(recording, drop(chance))))).toEqual([]);
    }
  });

  // Checks of the aggressor are left out: the limiter's has the gateway's own count, and a refusal is only seen by k6.
  const ofTheVictim = floodChecks.filter(
    ([check]) => !['admitted-within-rate', 'refusals-explained'].includes(check.id),
  );

  it('the slowest of each window, even if k6 did not know of them', () => {
    for (const { recording } of floods(8, 12)) {
      const poorer = asIfNoneWereLost(
        changed(recording, (requests, role) =>
          role === 'victim' ? slowestOfEachWindowDropped(requests, 3) : requests,
        ),
      );
      for (const [check, plan] of ofTheVictim) {
        expect([check.id, check.judge(plan, poorer).status]).not.toEqual([check.id, 'held']);
      }
    }
  });
});

/** Without those that took longest; what was never started took longer than any. */
function slowestDropped(requests: readonly LoadSample[], amount: number): LoadSample[] {
  const longest = ({ latencyMs }: LoadSample): number =>
    Number.isNaN(latencyMs) ? Number.POSITIVE_INFINITY : latencyMs;
  return requests.toSorted((a, b) => longest(a) - longest(b)).slice(0, Math.max(0, requests.length - amount));
}

const windowOf = ({ intendedMs }: LoadSample): number => Math.floor(intendedMs / 10_000);
const isMeasured = ({ intendedMs }: LoadSample): boolean => intendedMs % 10_000 >= 2000;

function windowDropped(index: number): Change {
  return (requests) => {
    const first = Math.min(...requests.map(windowOf));
    return requests.filter((request) => windowOf(request) !== first + index);
  };
}

const slowestOfEachWindowDropped = (requests: readonly LoadSample[], amount: number): LoadSample[] => [
  ...requests.filter((request) => !isMeasured(request)),
  ...[...Map.groupBy(requests.filter(isMeasured), windowOf).values()].flatMap((window) =>
    slowestDropped(window, amount),
  ),
];

describe('losing observations never turns what was not held into held', () => {
  it('one of them', () => {
    for (const { recording, chance } of floods(9, 8)) {
      const record = digestRecording(recording);
      const before = statusesOf(record);
      const lost = shuffled(record.observations, chance).slice(0, 6);
      for (const one of lost) {
        const after = statusesOf(without(record, (seen) => seen === one));
        expect([one.kind, becameHeld(before, after)]).toEqual([one.kind, []]);
      }
    }
  });

  it('all of a kind', () => {
    for (const { recording } of floods(10, 5)) {
      const record = digestRecording(recording);
      const before = statusesOf(record);
      for (const kind of new Set(record.observations.map((seen) => seen.kind))) {
        const after = statusesOf(without(record, (seen) => seen.kind === kind));
        expect([kind, becameHeld(before, after)]).toEqual([kind, []]);
      }
    }
  });

  it('any of them, and before the loads were counted up', () => {
    for (const { recording, chance } of floods(11, 15)) {
      const before = statusesOf(digestRecording(recording));
      const kept = 1 - 0.3 * chance.uniform();
      const poorer = without(recording, () => chance.uniform() > kept);
      expect(becameHeld(before, statusesOf(digestRecording(poorer)))).toEqual([]);
    }
  });
});
