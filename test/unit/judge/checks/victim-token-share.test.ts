import { describe, expect, it } from 'vitest';
import { victimTokenShare } from '../../../../src/judge/checks/victim-token-share.ts';
import type { ArmPlan } from '../../../../src/model/plan.ts';
import { emptyRecord, floodPlan, without } from '../example-arm.ts';
import { floodRecord, limited, type Answering } from '../example-flood.ts';

const check = victimTokenShare();

/** The example's flood, of requests for 2,200 tokens each. */
const long: ArmPlan = {
  ...floodPlan,
  attack: { kind: 'request-flood', rateRps: 20, request: { promptTokens: 2000, maxTokens: 200 } },
};

/** So many of a hundred requests are answered within a second under attack, the rest after two. */
const prompt =
  (ofHundred: number): Answering =>
  ({ phase, index: window }, index) => ({
    latencyMs: phase === 'baseline' || index % 100 < ofHundred ? 30 + (window % 3) : 2000,
  });

describe('victim-token-share', () => {
  it('is held when the victim gets in time all that it asked for', () => {
    const found = check.judge(long, floodRecord());
    // 40 requests/s of 22 tokens in 4 windows of 8 s.
    expect(found).toMatchObject({ status: 'held', measured: 1, limit: 0.99, samples: 1280 });
    expect(found.reason).toContain('28,160 tokens within a second, 100 % of the 28,160');
  });

  it('is held for one that asks for more than its half and gets that', () => {
    // 32 requests of the aggressor were served with 22 tokens each; half of what both got is less than the victim got.
    const found = check.judge(floodPlan, floodRecord({ victim: prompt(50) }));
    expect(found.status).toBe('held');
    expect(found.measured).toBeGreaterThan(1);
  });

  it('owes a heavier victim more', () => {
    // 600 of its requests are in time: 13,200 tokens. The aggressor got 17,600 with 32 served requests of 550 tokens.
    const request = { promptTokens: 500, maxTokens: 50 };
    const plan: ArmPlan = { ...long, attack: { kind: 'request-flood', rateRps: 20, request } };
    const weighted = (weight: number): ArmPlan => ({
      ...plan,
      victim: { ...plan.victim, weight },
      aggressor: { ...plan.aggressor, weight: 1 },
    });
    const record = floodRecord({ victim: prompt(50) });
    expect(check.judge(weighted(3), record).measured).toBeCloseTo(13_200 / (0.75 * 30_800));
    expect(check.judge(weighted(1), record)).toEqual(check.judge(plan, record));
  });

  it('is breached when answers come too late', () => {
    const found = check.judge(
      long,
      floodRecord({ victim: prompt(90), aggressor: () => ({ latencyMs: 900 }) }),
    );
    expect(found).toMatchObject({ status: 'breached' });
    expect(found.measured).toBeCloseTo(0.9, 1);
  });

  it('is breached when the victim is turned away', () => {
    const refused: Answering = ({ phase }) => ({ latencyMs: 1, status: phase === 'attack' ? 503 : 200 });
    const found = check.judge(long, floodRecord({ victim: refused }));
    expect(found).toMatchObject({ status: 'breached', measured: 0 });
  });

  it('is inconclusive when nobody else got a token, for then there was nothing to share', () => {
    const found = check.judge(long, floodRecord({ aggressor: () => ({ latencyMs: 1, status: 429 }) }));
    expect(found).toMatchObject({ status: 'inconclusive', measured: null });
    expect(found.reason).toContain('nothing was served to the aggressor');
  });

  it('is inconclusive without a load, without the attack, and where the arm was cut short', () => {
    expect(check.judge(long, emptyRecord).status).toBe('inconclusive');
    const quiet: ArmPlan = { ...long, attack: { kind: 'none', instead: 'request-flood' } };
    expect(check.judge(quiet, floodRecord({ aggressor: limited })).status).toBe('inconclusive');
    const cut = without(floodRecord(), ({ kind }) => kind === 'arm-ended');
    expect(check.judge(long, cut)).toMatchObject({
      status: 'inconclusive',
      reason: 'the arm was not played to its end',
    });
  });
});
