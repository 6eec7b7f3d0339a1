import { describe, expect, it } from 'vitest';
import { armFinished } from '../../../../src/judge/gates/arm-finished.ts';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import { enoughSamples } from '../../../../src/judge/gates/enough-samples.ts';
import type { Gate } from '../../../../src/judge/gates/gate.ts';
import { gated } from '../../../../src/judge/gates/gated.ts';
import { generatorAtEase } from '../../../../src/judge/gates/generator-at-ease.ts';
import { baselineLoadOnTime, victimLoadOnTime } from '../../../../src/judge/gates/load-on-time.ts';
import { loadSurvived } from '../../../../src/judge/gates/load-survived.ts';
import { noFaults } from '../../../../src/judge/gates/no-faults.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import {
  at,
  creation,
  emptyRecord,
  floodPlan,
  floodRecord,
  hogEnded,
  hogPlan,
  hogRecord,
  instant,
  requestsOf,
  samplesOf,
  stormPlan,
  stormRecord,
  times,
  windowsOf,
  withMore,
  without,
} from '../example-arm.ts';

const causeOf = (gate: Gate, plan: ArmPlan, record: ArmRecord): string => {
  const result = gate.examine(plan, record);
  return result.ok ? `passed: ${result.seen}` : result.cause;
};
const passes = (gate: Gate, plan: ArmPlan, record: ArmRecord): boolean => gate.examine(plan, record).ok;

/** The flood's record with only those requests of one role that the filter keeps. */
function thinned(
  role: 'victim' | 'aggressor',
  keep: (secondsIn: number, index: number) => boolean,
): ArmRecord {
  const record = floodRecord();
  const kept = requestsOf(record[role]).filter(({ intendedMs }, index) =>
    keep((intendedMs - instant(0)) / 1000, index),
  );
  return { ...record, [role]: samplesOf(kept) };
}

const quiet = (plan: ArmPlan): ArmPlan => ({ ...plan, attack: { kind: 'none', instead: 'request-flood' } });

describe('attack-made and attack-delivered', () => {
  it.each([
    ['a flood', floodPlan, floodRecord()],
    ['a storm', stormPlan, stormRecord(times(50, creation(403)))],
    ['a hog', hogPlan, hogRecord(hogEnded(61))],
  ])('pass for %s that was delivered, and say what was seen', (_what, plan, record) => {
    expect(causeOf(attackMade, plan, record)).toMatch(/^passed: The (aggressor|hog) .* promised/u);
    expect(causeOf(attackDelivered, plan, record)).toMatch(/^passed: The attack was delivered/u);
  });

  it('trip when no attack was planned', () => {
    for (const gate of [attackMade, attackDelivered]) {
      expect(causeOf(gate, quiet(floodPlan), floodRecord())).toBe('no attack was made (A/A run)');
    }
  });

  it('tell a flood at the promised rate from a runaway', () => {
    const meek = thinned('aggressor', (_seconds, index) => index % 20 === 0);
    expect(causeOf(attackMade, floodPlan, meek)).toContain(
      'the aggressor did not run away: it offered 1 requests/s in the attack windows, promised 1/s',
    );
  });

  it('demand 99 % of a flood', () => {
    // 640 are planned in the measured parts; window by window 160.
    expect(
      passes(
        attackDelivered,
        floodPlan,
        thinned('aggressor', (_s, index) => index % 105 !== 0),
      ),
    ).toBe(true);
    const partly = thinned('aggressor', (_s, index) => index % 50 !== 0);
    expect(causeOf(attackDelivered, floodPlan, partly)).toMatch(
      /not delivered in full: \d+ of 640 planned requests/u,
    );
    expect(passes(attackMade, floodPlan, partly)).toBe(true);
  });

  it('demand an answer to every creation of a storm', () => {
    const record = stormRecord([...times(49, creation(403)), creation(0)]);
    expect(causeOf(attackDelivered, stormPlan, record)).toContain('49 of 50 pod creations were answered');
    expect(passes(attackMade, stormPlan, record)).toBe(true);
    expect(passes(attackMade, stormPlan, stormRecord(times(4, creation(201))))).toBe(false);
  });

  it('demand a hog that took hold in each attack window', () => {
    const plan: ArmPlan = { ...hogPlan, design: floodPlan.design };
    const windows = windowsOf(2);
    const first = hogEnded(61, { startedAtMs: instant(11), endedAtMs: instant(14) });
    const second = hogEnded(61, { startedAtMs: instant(30), endedAtMs: instant(33) });
    expect(passes(attackDelivered, plan, hogRecord(...windows, first, second))).toBe(true);
    expect(causeOf(attackDelivered, plan, hogRecord(...windows, first))).toContain(
      'in 1 of 2 attack windows no hog',
    );
    const weak = hogEnded(20, { startedAtMs: instant(30), endedAtMs: instant(33) });
    expect(passes(attackDelivered, plan, hogRecord(...windows, first, weak))).toBe(false);
    expect(causeOf(attackMade, plan, hogRecord(weak))).toContain('no hog was seen to take more than 20 MiB');
  });

  it.each([floodPlan, stormPlan, hogPlan])('trip on an empty record ($scenario)', (plan) => {
    expect(passes(attackMade, plan, emptyRecord)).toBe(false);
    expect(passes(attackDelivered, plan, emptyRecord)).toBe(false);
  });
});

describe('victim-load-on-time and baseline-load-on-time', () => {
  it('pass for a load that was offered in full', () => {
    expect(passes(victimLoadOnTime, floodPlan, floodRecord())).toBe(true);
    expect(passes(baselineLoadOnTime, floodPlan, floodRecord())).toBe(true);
  });

  it('trip when k6 dropped a request', () => {
    const record = floodRecord({ victimEnded: { droppedIterations: 1 } });
    expect(causeOf(victimLoadOnTime, floodPlan, record)).toContain('k6 dropped 1 victim request');
  });

  it('tolerate one request at the edge, not two and more than 0.5 %', () => {
    const missing = (amount: number) =>
      thinned('victim', (seconds) => !(seconds >= 13 && seconds < 13 + amount / 40));
    expect(passes(victimLoadOnTime, floodPlan, missing(1))).toBe(true);
    expect(causeOf(victimLoadOnTime, floodPlan, missing(3))).toContain(
      '317 of 320 requests were started in window 1',
    );
  });

  it('differ in what is missing under attack', () => {
    const underAttack = thinned('victim', (seconds) => !(seconds >= 13 && seconds < 16));
    expect(passes(baselineLoadOnTime, floodPlan, underAttack)).toBe(true);
    const atRest = thinned('victim', (seconds) => !(seconds >= 3 && seconds < 6));
    expect(passes(baselineLoadOnTime, floodPlan, atRest)).toBe(false);
  });

  it('ask nothing of an arm without load, and trip on an empty record with one', () => {
    expect(passes(victimLoadOnTime, stormPlan, emptyRecord)).toBe(true);
    expect(passes(victimLoadOnTime, floodPlan, emptyRecord)).toBe(false);
  });
});

describe('enough-samples', () => {
  it('demands what the plan says of every window', () => {
    expect(passes(enoughSamples, floodPlan, floodRecord())).toBe(true);
    const poor = thinned('victim', (seconds, index) => !(seconds >= 30 && seconds < 40 && index % 5 === 0));
    expect(causeOf(enoughSamples, floodPlan, poor)).toBe('window 3 has 256 samples, needed are 299');
  });

  it('demands what a p99 needs of every phase, whatever the plan says', () => {
    const limits = { ...floodPlan.limits, minSamplesPerWindow: 1 };
    const poor = thinned('victim', (_seconds, index) => index % 10 === 0);
    expect(causeOf(enoughSamples, { ...floodPlan, limits }, poor)).toContain('samples, a p99 needs 299');
  });

  it('trips on an empty record', () => {
    expect(passes(enoughSamples, floodPlan, emptyRecord)).toBe(false);
  });
});

describe('load-survived', () => {
  it('passes when k6 came to an orderly end, or was told to stop', () => {
    expect(passes(loadSurvived, floodPlan, floodRecord())).toBe(true);
    const stopped = floodRecord({ aggressorEnded: { exitCode: 105, stoppedByUs: true } });
    expect(passes(loadSurvived, floodPlan, stopped)).toBe(true);
  });

  it('names the signal and the role of a k6 that was lost', () => {
    const lost = floodRecord({ victimEnded: { exitCode: null, signal: 'SIGKILL' } });
    expect(causeOf(loadSurvived, floodPlan, lost)).toBe("the victim's k6 was lost: it was ended by SIGKILL");
    const failed = floodRecord({ aggressorEnded: { exitCode: 107 } });
    expect(causeOf(loadSurvived, floodPlan, failed)).toContain(
      "the aggressor's k6 was lost: it exited with 107",
    );
  });

  it('trips when k6 was not seen to end, or its samples were not all read', () => {
    expect(causeOf(loadSurvived, floodPlan, emptyRecord)).toContain("the victim's k6 was not seen to end");
    const unread = floodRecord({ victimEnded: { samplesCount: 9999 } });
    expect(causeOf(loadSurvived, floodPlan, unread)).toContain('wrote 9,999 samples and 3,200 were read');
  });

  it('asks for no k6 where none was planned', () => {
    expect(passes(loadSurvived, stormPlan, emptyRecord)).toBe(true);
  });
});

describe('generator-at-ease', () => {
  it('trips when the k6 of the victim had no processor time to spare', () => {
    expect(passes(generatorAtEase, floodPlan, floodRecord())).toBe(true);
    const busy = floodRecord({ victimEnded: { cpuSeconds: 72, elapsedSeconds: 80 } });
    expect(causeOf(generatorAtEase, floodPlan, busy)).toContain('used 90 % of one core');
  });
});

describe('no-faults', () => {
  it('trips on a fault and names it', () => {
    const record = withMore(
      floodRecord(),
      at(9, { kind: 'fault', what: 'Prometheus', cause: 'connection refused' }),
    );
    expect(passes(noFaults, floodPlan, floodRecord())).toBe(true);
    expect(causeOf(noFaults, floodPlan, record)).toBe(
      'lost during the experiment: Prometheus (connection refused)',
    );
  });
});

describe('arm-finished', () => {
  it.each([
    ['passed', 'at a planned look', floodRecord()],
    ['not played to its end', 'without an end', without(floodRecord(), ({ kind }) => kind === 'arm-ended')],
    [
      'after 5 pairs of windows, the planned looks are after 4, 8',
      'between looks',
      floodRecord({ pairs: 5 }),
    ],
    [
      '4 pairs of windows were played and 3 recorded',
      'with a window missing',
      without(floodRecord(), (seen) => seen.kind === 'window' && seen.index === 2),
    ],
  ])('says "%s" for an arm %s', (words, _what, record) => {
    expect(causeOf(armFinished, floodPlan, record)).toContain(words);
  });
});

describe('gated', () => {
  const closed = (cause: string): Gate => ({ id: 'closed', examine: () => ({ ok: false, cause }) });
  const open: Gate = { id: 'open', examine: () => ({ ok: true, seen: 'seen by the gate' }) };
  const bare = (status: 'held' | 'breached' | 'inconclusive') => ({
    id: 'example',
    objective: 'example',
    unit: 'ratio',
    measure: () => ({ status, measured: 1, limit: 2, reason: 'by the numbers', evidence: ['seen'] }),
  });
  const judge = (status: 'held' | 'breached' | 'inconclusive', held: Gate[], breached: Gate[]) =>
    gated(bare(status), { held, breached }).judge(floodPlan, emptyRecord);

  it('lets pass, and keeps what the gate saw as evidence', () => {
    expect(judge('held', [open], [closed('no')])).toMatchObject({
      status: 'held',
      reason: 'by the numbers',
      evidence: ['seen', 'seen by the gate'],
    });
  });

  it('turns a finding into inconclusive, names every cause, and keeps the figures', () => {
    expect(judge('breached', [open], [closed('this'), open, closed('that')])).toEqual({
      status: 'inconclusive',
      measured: 1,
      limit: 2,
      reason: 'this; that',
      evidence: ['seen', 'seen by the gate', 'Not counted as breached: by the numbers'],
    });
  });

  it('leaves an inconclusive finding its own reason', () => {
    expect(judge('inconclusive', [closed('no')], [closed('no')]).reason).toBe('by the numbers');
  });
});
