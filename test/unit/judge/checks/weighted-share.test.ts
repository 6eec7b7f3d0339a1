import { describe, expect, it } from 'vitest';
import { weightedShare } from '../../../../src/judge/checks/weighted-share.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { isAttack, metricOf, scraped } from '../engine-metrics/example-engine.ts';
import { emptyRecord, floodPlan, withMore } from '../example-arm.ts';
import { floodRecord, type Answer, type Answering, type FloodOptions } from '../example-flood.ts';

const check = weightedShare();

const weighted = (own: number, other: number): ArmPlan => ({
  ...floodPlan,
  outside: { shows: ['gateway'] },
  victim: { ...floodPlan.victim, weight: own },
  aggressor: { ...floodPlan.aggressor, rateLimitRpm: 2400, weight: other },
  attack: { kind: 'request-flood', rateRps: 80, queues: true },
});
const plan = weighted(3, 1);

const atOnce: Answer = { latencyMs: 30 };
const afterTheWindow: Answer = { latencyMs: 11_000 };
const refused: Answer = { latencyMs: 1, status: 429 };

/** At rest all of the forty requests a second are answered at once; under attack so many of sixteen, the rest too late. */
const victim =
  (ofSixteen: number): Answering =>
  ({ phase }, index) =>
    phase === 'baseline' || index % 16 < ofSixteen ? atOnce : afterTheWindow;

/** Of eighty a second half is refused, and so many of thirty-two others are answered at once. */
const aggressor =
  (ofThirtyTwo: number, rest: Answer = afterTheWindow): Answering =>
  (_window, index) => {
    if (index % 2 === 1) return refused;
    return (index / 2) % 32 < ofThirtyTwo ? atOnce : rest;
  };

/** Under attack it gets all that it asks for, and waits. */
const slow: Answering = ({ phase }) => ({ latencyMs: phase === 'attack' ? 70 : 30 });

const queueOfTheEngines = metricOf(
  'requestsWaiting',
  scraped(2, (second) => (isAttack(second) ? 14 : 0)),
);

const record = (options: FloodOptions): ArmRecord => floodRecord({ aggressorRps: 80, ...options });

describe('a share by weight of contended engines', () => {
  it('is held for a victim that gets three quarters of what there is, and would not without weights', () => {
    const found = check.judge(plan, record({ victim: victim(14), aggressor: aggressor(9) }));
    expect(found).toMatchObject({ status: 'held', limit: 0.9 });
    // 35 and 11.25 requests a second of 22 tokens, in 32 s.
    expect(found.measured).toBeCloseTo(1.01, 2);
    expect(found.reason).toMatch(
      /^tenant-a got 24,640 tokens in the attack windows, 100.9\d? % of the 24,420 /,
    );
    expect(found.evidence).toContainEqual(
      expect.stringMatching(
        /^The engines were contended: 12.5 % of what tenant-a asked for was left over .*; without weights tenant-a would have got 16,280 of the 24,420 tokens/,
      ),
    );
  });

  it('is held for one that gets all that it asked for, and would not have got it without weights', () => {
    const found = check.judge(
      plan,
      withMore(record({ victim: victim(16), aggressor: aggressor(14), pairs: 8 }), queueOfTheEngines),
    );
    expect(found).toMatchObject({ status: 'held', measured: 1 });
  });

  it('is breached if both get the same', () => {
    const found = check.judge(plan, record({ victim: victim(10), aggressor: aggressor(20) }));
    expect(found.status).toBe('breached');
    expect(found.measured).toBeCloseTo(2 / 3, 1);
    expect(found.evidence).toContainEqual(expect.stringContaining('by weight its share of both is 75 %'));
  });

  it('is breached if the victim is turned away by engines that have too much to do', () => {
    const overloaded: Answering = (window, index) =>
      window.phase === 'attack' && index % 2 === 0 ? { latencyMs: 1, status: 503 } : atOnce;
    expect(check.judge(plan, record({ victim: overloaded, aggressor: aggressor(20) })).status).toBe(
      'breached',
    );
  });
});

describe('it is inconclusive', () => {
  const causeOf = (judged: ArmRecord, of: ArmPlan = plan): string => {
    const found = check.judge(of, judged);
    expect(found.status).toBe('inconclusive');
    return found.reason;
  };

  it('where the engines serve all that no limit refuses, with what mends it', () => {
    expect(causeOf(record({ victim: victim(16), aggressor: aggressor(32) }))).toMatch(
      /^nothing shows that the engines were contended: 0 % of what tenant-a .* raise victim.rateRps to just below its promise/,
    );
  });

  it('where the other waits alone: a limit that nobody told of may hold it back', () => {
    expect(causeOf(record({ victim: victim(16), aggressor: aggressor(10) }))).toContain(
      'nothing shows that the engines were contended',
    );
  });

  it('where a limit holds back what is too much, instead of refusing it: nothing waits for an engine', () => {
    const held: Answering = (_window, index) => (index % 2 === 1 ? afterTheWindow : atOnce);
    expect(causeOf(record({ victim: victim(16), aggressor: held }))).toContain(
      'nothing shows that the engines',
    );
  });

  it('where the victim would get as much without weights', () => {
    const light = causeOf(record({ victim: victim(8), aggressor: aggressor(24) }), weighted(1, 3));
    expect(light).toMatch(
      /^its weight was not put to the test: without weights tenant-a would have got 1\d,/,
    );
    // All that it asked for is less than half of what there is.
    const modest = record({ victim: victim(16), aggressor: aggressor(32), aggressorRps: 240 });
    const generous: ArmPlan = {
      ...plan,
      aggressor: { ...plan.aggressor, rateLimitRpm: 7200 },
      attack: { kind: 'request-flood', rateRps: 240 },
    };
    expect(causeOf(modest, generous)).toContain('nothing shows that the engines were contended');
    const waiting = record({ victim: slow, aggressor: aggressor(24), aggressorRps: 240 });
    expect(causeOf(waiting, generous)).toContain('its weight was not put to the test');
  });

  it('where so many requests were given up that nobody knows what the engines did', () => {
    const givenUp: Answer = { latencyMs: 1000, status: 0 };
    const unknown = record({ victim: victim(14), aggressor: aggressor(10, givenUp) });
    expect(causeOf(unknown)).toMatch(/87.5 % of the 28,160 .* the engines worked on the 1\d,\d+ of tenant-b/);
  });

  it('without a load, without the attack, and where nothing was served to the other', () => {
    expect(causeOf(emptyRecord)).toContain('no request of tenant-a was seen');
    expect(causeOf(record({ aggressor: () => refused }))).toContain('nothing was served to tenant-b');
    const quiet: ArmPlan = { ...plan, attack: { kind: 'none', instead: 'request-flood' } };
    expect(causeOf(record({ victim: victim(14), aggressor: aggressor(9) }), quiet)).toContain(
      'no attack was made',
    );
  });
});

describe('engines are contended also', () => {
  // Nothing is left over: 8 % of what both asked for.
  const nearlyAll = { victim: victim(16), aggressor: aggressor(27), pairs: 8 };
  const evidenceOf = (judged: ArmRecord): string => {
    const { reason, evidence } = check.judge(plan, judged);
    return [reason, ...evidence].join('\n');
  };

  it('where what is served takes twice as long as at rest', () => {
    expect(evidenceOf(record(nearlyAll))).toContain('nothing shows that the engines were contended');
    expect(evidenceOf(record({ ...nearlyAll, victim: slow }))).not.toContain('nothing shows');
  });

  it('where they say themselves that requests waited', () => {
    expect(evidenceOf(withMore(record(nearlyAll), queueOfTheEngines))).not.toContain('nothing shows');
  });
});
