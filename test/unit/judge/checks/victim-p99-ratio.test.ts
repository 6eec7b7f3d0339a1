import { describe, expect, it } from 'vitest';
import { victimP99Ratio } from '../../../../src/judge/checks/victim-p99-ratio.ts';
import { reportSchema } from '../../../../src/model/report.ts';
import { emptyRecord, floodPlan, hogPlan, withLimits, without } from '../example-arm.ts';
import { floodRecord, slower, steady, unstarted } from '../example-flood.ts';
import type { Answer, Answering, FloodOptions } from '../example-flood.ts';

const check = victimP99Ratio();
const judge = (options?: FloodOptions) => check.judge(floodPlan, floodRecord(options));

/** In these windows every twentieth request fails, and at once. */
const failingIn =
  (...indices: number[]): Answering =>
  (window, index): Answer =>
    indices.includes(window.index) && index % 20 === 0
      ? { latencyMs: 1, status: 503 }
      : steady(window, index);

describe('victim-p99-ratio', () => {
  it('is held when the victim is as fast as at rest', () => {
    const found = judge();
    expect(found).toMatchObject({ status: 'held', limit: 1.25, samples: 2560 });
    expect(found.measured).toBeCloseTo(1, 1);
    // 1 % a side, spent over two planned looks.
    expect(found.interval?.confidence).toBeCloseTo(0.99, 10);
    expect(found.interval?.high).toBeLessThan(1.25);
    expect(found.evidence.join()).toContain('requests were offered');
  });

  it('is breached when the victim is twice as slow, and says how much at least', () => {
    const found = judge({ victim: slower(2) });
    expect(found.status).toBe('breached');
    expect(found.measured).toBeCloseTo(2, 1);
    expect(found.reason).toMatch(/ms at rest, .* ms under attack: at least 1\.9/u);
  });

  it('is inconclusive when the interval contains the limit, and says what it would take', () => {
    const victim: Answering = (window, index) => ({
      latencyMs:
        steady(window, index).latencyMs *
        (window.phase === 'attack' ? ([1, 1.1, 1.5, 1][window.pair] ?? 1) : 1),
    });
    const found = judge({ victim });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(
      /the interval .* contains the limit 1\.25; about [\d,]+ more pairs? of windows \([\d,]+ s\) would decide/u,
    );
    expect(found.interval?.low).toBeLessThan(1.25);
    expect(found.interval?.high).toBeGreaterThan(1.25);
  });

  it.each([
    ['held', 1, 1.3],
    ['breached', 1.6, 1.2],
  ])('is not %s by its interval when all samples together say otherwise', (_status, usual, where) => {
    // The last pair is ten times slower than the others, so that the percentile of all samples is its own.
    const victim: Answering = (window, index) => {
      const [level, times] = window.pair === 7 ? [10, where] : [1, usual];
      return {
        latencyMs: level * steady(window, index).latencyMs * (window.phase === 'attack' ? times : 1),
      };
    };
    const found = judge({ pairs: 8, victim });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('lie on two sides of the limit 1.25');
  });

  it('counts only what was intended to start in the measured part of a window', () => {
    const victim: Answering = (window, index) =>
      window.phase === 'attack' && index < 80 ? { latencyMs: 5000 } : steady(window, index);
    expect(judge({ victim }).status).toBe('held');
  });

  it('leaves out a pair that was played by half', () => {
    const record = floodRecord({ pairs: 5 });
    const half = without(record, (seen) => seen.kind === 'window' && seen.index === 9);
    const found = check.measure(floodPlan, half);
    expect(found).toMatchObject({ status: 'held', samples: 2560 });
  });

  it('counts requests that fail fast as slow: breached when they fail in every attack window', () => {
    const found = judge({ victim: failingIn(1, 3, 5, 7) });
    expect(found.status).toBe('breached');
    expect(found.reason).toContain("more than 1 % of the victim's requests failed in 4 of 4 attack windows");
    expect(found.evidence.join()).toContain('→ failed');
  });

  it('counts requests that k6 could not start as slow, too', () => {
    const victim: Answering = (window, index) =>
      window.phase === 'attack' && index % 20 === 0 ? unstarted : steady(window, index);
    const found = judge({ victim });
    expect(found).toMatchObject({ status: 'breached', samples: 2560 });
    expect(found.reason).toContain('failed in 4 of 4 attack windows');
  });

  it('is never held when the p99 of one attack window is a failure', () => {
    const found = judge({ victim: failingIn(3) });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('failed in 1 of 4 attack windows');
  });

  it('is inconclusive when requests fail without the attack', () => {
    const found = judge({ victim: failingIn(0, 1, 3, 5, 7) });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('failed in 1 of 4 baseline windows, without the attack');
  });

  it('tolerates failures of less than 1 % in its percentile; counting them is another check', () => {
    const victim: Answering = (window, index) =>
      window.index === 3 && index === 100 ? { latencyMs: 1, status: 500 } : steady(window, index);
    expect(judge({ victim }).status).toBe('held');
  });

  it('always gives figures that JSON has words for', () => {
    const two = check.measure(floodPlan, floodRecord({ pairs: 2, victim: failingIn(3) }));
    const verdict = reportSchema.shape.verdicts.element;
    const rest = { id: 'a', scenario: 'a', arm: 'protected', objective: 'a', unit: 'ratio' };
    expect(() => verdict.parse({ ...rest, ...two })).not.toThrow();
    const sure = withLimits({ errorHeld: 1e-6, errorBreached: 1e-6 });
    const endless = check.measure(sure, floodRecord({ pairs: 2, victim: failingIn(3) }));
    expect(endless.interval).toBeUndefined();
    expect(() => verdict.parse({ ...rest, ...endless })).not.toThrow();
  });

  it.each([
    ['an empty record', floodPlan, emptyRecord, 'no sample'],
    ['no pair', floodPlan, without(floodRecord(), ({ kind }) => kind === 'window'), 'no pair'],
    ['one pair', floodPlan, floodRecord({ pairs: 1 }), 'two at least'],
    ['an arm without windows', hogPlan, floodRecord(), 'needs paired windows'],
  ])('is inconclusive for %s', (_what, plan, record, reason) => {
    const found = check.judge(plan, record);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain(reason);
  });

  it('can be neither held nor breached without an attack', () => {
    const quiet = { ...floodPlan, attack: { kind: 'none', instead: 'request-flood' } } as const;
    for (const times of [1, 3]) {
      const found = check.judge(quiet, floodRecord({ victim: slower(times) }));
      expect(found).toMatchObject({ status: 'inconclusive' });
      expect(found.reason).toContain('no attack was made (A/A run)');
    }
  });

  it('is neither held nor breached where the cost of sending was not in the windows at rest', () => {
    for (const times of [1, 3]) {
      const found = judge({ victim: slower(times), aggressorEnded: { shamRequests: 0 } });
      expect(found.status).toBe('inconclusive');
      expect(found.reason).toContain('the sham attack was not delivered in full: 0 of 800 requests');
    }
  });

  it('is breached also by an attack that was delivered only in part, but then never held', () => {
    const planned = { ...floodPlan, attack: { kind: 'request-flood', rateRps: 60 } } as const;
    const aggressorEnded = { shamRequests: 2400 };
    expect(check.judge(planned, floodRecord({ victim: slower(2), aggressorEnded })).status).toBe('breached');
    const found = check.judge(planned, floodRecord({ aggressorEnded }));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('not delivered in full: 640 of 1,920 planned requests');
  });
});
