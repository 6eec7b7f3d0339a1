import { describe, expect, it } from 'vitest';
import { armFinished } from '../../../../src/judge/gates/arm-finished.ts';
import { attackDelivered } from '../../../../src/judge/gates/attack-delivered.ts';
import { attackMade } from '../../../../src/judge/gates/attack-made.ts';
import type { Gate } from '../../../../src/judge/gates/gate.ts';
import { victimLoadOnTime } from '../../../../src/judge/gates/load-on-time.ts';
import { loadSurvived } from '../../../../src/judge/gates/load-survived.ts';
import { noFaults } from '../../../../src/judge/gates/no-faults.ts';
import { warmedUp } from '../../../../src/judge/gates/warmed-up.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import {
  at,
  emptyRecord,
  floodDesign,
  floodPlan,
  hogPlan,
  instant,
  stormPlan,
  times,
  tourPlan,
  windowsOf,
  withMore,
  without,
} from '../example-arm.ts';
import { creation, hogEnded, hogRecord, stormRecord } from '../example-cluster.ts';
import {
  floodRecord,
  floodRecording,
  limited,
  steady,
  unstarted,
  withRequests,
  type Answering,
} from '../example-flood.ts';
import { call, tourRecord } from '../example-tour.ts';

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
  return withRequests(floodRecording(), role, (requests) =>
    requests.filter(({ intendedMs }, index) => keep((intendedMs - instant(0)) / 1000, index)),
  );
}

const quiet = (plan: ArmPlan): ArmPlan => ({ ...plan, attack: { kind: 'none', instead: 'request-flood' } });

describe('attack-made and attack-delivered', () => {
  it.each([
    ['a flood', floodPlan, floodRecord()],
    ['a storm', stormPlan, stormRecord(times(50, creation(403)))],
    ['a hog', hogPlan, hogRecord(hogEnded(61))],
    ['a tour of models', tourPlan, tourRecord()],
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

  it('count no request that k6 did not send', () => {
    const idle: Answering = (window, index) => (index % 20 === 0 ? limited(window, index) : unstarted);
    const record = floodRecord({ aggressor: idle });
    expect(passes(attackMade, floodPlan, record)).toBe(false);
    expect(causeOf(attackDelivered, floodPlan, record)).toContain('32 of 640 planned requests');
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
    const plan: ArmPlan = { ...hogPlan, design: floodDesign };
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

  it('demand a tour of more models than fit, served to the end, for which the engine made room', () => {
    const one = tourRecord({ tour: times(6, call('aggressor', 'during')) });
    expect(causeOf(attackMade, tourPlan, one)).toContain('used 1 model of 16 GiB, which fit into its 20 GiB');
    const roomy = tourRecord({ after: { evictions: {} } });
    expect(causeOf(attackDelivered, tourPlan, roomy)).toContain('6 loads and 0 evictions of its models');
    const refused = call('aggressor', 'during', { model: 'second', httpStatus: 429 });
    const partly = tourRecord({ tour: [...times(5, call('aggressor', 'during')), refused] });
    expect(causeOf(attackDelivered, tourPlan, partly)).toContain('5 of 6 planned calls were served');
  });

  it.each([floodPlan, stormPlan, hogPlan, tourPlan])('trip on an empty record ($scenario)', (plan) => {
    expect(passes(attackMade, plan, emptyRecord)).toBe(false);
    expect(passes(attackDelivered, plan, emptyRecord)).toBe(false);
  });
});

describe('victim-load-on-time', () => {
  it('passes for a load that was offered in full', () => {
    expect(passes(victimLoadOnTime, floodPlan, floodRecord())).toBe(true);
  });

  it('trips when k6 dropped a request', () => {
    const record = floodRecord({ victimEnded: { droppedIterations: 1 } });
    expect(causeOf(victimLoadOnTime, floodPlan, record)).toContain('k6 dropped 1 victim request');
  });

  it('tolerates one request at the edge, not two and more than 0.5 %', () => {
    const missing = (amount: number) =>
      thinned('victim', (seconds) => !(seconds >= 13 && seconds < 13 + amount / 40));
    expect(passes(victimLoadOnTime, floodPlan, missing(1))).toBe(true);
    expect(causeOf(victimLoadOnTime, floodPlan, missing(3))).toContain(
      '317 of 320 requests were started in window 1',
    );
  });

  it('does not count what came due and was not started', () => {
    const victim: Answering = (window, index) =>
      window.index === 2 && index % 100 === 0 ? unstarted : steady(window, index);
    const record = floodRecord({ victim, victimEnded: { droppedIterations: 0 } });
    expect(causeOf(victimLoadOnTime, floodPlan, record)).toContain(
      '317 of 320 requests were started in window 2',
    );
  });

  it('asks nothing of an arm without load, and trips on an empty record with one', () => {
    expect(passes(victimLoadOnTime, stormPlan, emptyRecord)).toBe(true);
    expect(passes(victimLoadOnTime, floodPlan, emptyRecord)).toBe(false);
  });
});

describe('warmed-up', () => {
  const warmedUpAs = (flat: boolean) =>
    withMore(
      without(floodRecord(), ({ kind }) => kind === 'warm-up'),
      at(0, { kind: 'warm-up', seconds: 12.5, flat }),
    );

  it('passes when the latency of the victim was flat, and says after how long', () => {
    expect(causeOf(warmedUp, floodPlan, warmedUpAs(true))).toBe(
      "passed: The victim's latency was flat after 12.5 s of warm-up",
    );
  });

  it('trips when it was not flat, or nobody saw it', () => {
    expect(causeOf(warmedUp, floodPlan, warmedUpAs(false))).toBe(
      "the victim's latency was not flat after 12.5 s of warm-up",
    );
    expect(causeOf(warmedUp, floodPlan, emptyRecord)).toBe('the warm-up was not seen to end');
  });

  it('asks nothing of an arm without a load', () => {
    expect(passes(warmedUp, stormPlan, emptyRecord)).toBe(true);
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
