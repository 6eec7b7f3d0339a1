import { describe, expect, it } from 'vitest';
import { admittedWithinRate } from '../../../../src/judge/checks/admitted-within-rate.ts';
import { refusalsExplained } from '../../../../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../../../../src/judge/checks/victim-errors.ts';
import { completePairs } from '../../../../src/judge/windows.ts';
import { platform } from '../../../../src/model/observation.ts';
import { at, emptyRecord, floodPlan, withLimits, withMore, without } from '../example-arm.ts';
import {
  floodRecord,
  floodRecording,
  limited,
  steady,
  unstarted,
  withRequests,
  type Answering,
  type FloodOptions,
} from '../example-flood.ts';

describe('victim-errors', () => {
  const check = victimErrors();
  const failingOnce =
    (phase: string): Answering =>
    (window, index) =>
      window.phase === phase && window.pair === 1 && index === 200
        ? { latencyMs: 9, status: 0 }
        : steady(window, index);

  it('is held when no request failed under attack', () => {
    expect(check.judge(floodPlan, floodRecord())).toMatchObject({
      status: 'held',
      measured: 0,
      samples: 1280,
    });
  });

  it('is breached by one failure where none may be', () => {
    const found = check.judge(floodPlan, floodRecord({ victim: failingOnce('attack') }));
    expect(found).toMatchObject({ status: 'breached', measured: 1 / 1280 });
    expect(found.reason).toBe('1 of 1,280 requests failed under attack: no answer (1 time); 0 % may');
  });

  it('allows as many as the limit says', () => {
    const lenient = withLimits({ victimErrorRatio: 0.001 });
    const found = check.judge(lenient, floodRecord({ victim: failingOnce('attack') }));
    expect(found.status).toBe('held');
  });

  it('does not count failures at rest, and states them', () => {
    const found = check.judge(floodPlan, floodRecord({ victim: failingOnce('baseline') }));
    expect(found.status).toBe('held');
    expect(found.evidence[0]).toBe('At rest 1 of 1,280 requests failed');
  });

  it('is breached by what failed in a window that the abort button cut short, which makes no pair', () => {
    const failing: Answering = (window, index) =>
      window.index === 7 && index > 200 ? { latencyMs: 1, status: 503 } : steady(window, index);
    const played = floodRecord({ victim: failing });
    const observations = without(played, ({ kind }) => kind === 'arm-ended').observations.map((seen) =>
      seen.kind === 'window' && seen.index === 7
        ? { ...seen, toMs: seen.toMs - 1000, cutShort: true as const }
        : seen,
    );
    const cut = { ...played, observations };
    expect(check.judge(floodPlan, cut).status).toBe('breached');
    expect(completePairs(cut)).toHaveLength(completePairs(played).length - 1);
    const sound = { ...floodRecord(), observations };
    expect(check.judge(floodPlan, sound)).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('the arm was not played to its end') as string,
    });
  });

  it('stays breached when k6 was lost later', () => {
    const victimEnded = { exitCode: null, signal: 'SIGKILL' };
    const lost = floodRecord({ victim: failingOnce('attack'), victimEnded });
    const fault = at(50, { kind: 'fault', what: 'k6 of the victim', cause: 'it was ended from outside' });
    expect(check.judge(floodPlan, withMore(lost, fault)).status).toBe('breached');
    expect(check.judge(floodPlan, floodRecord({ victimEnded })).status).toBe('inconclusive');
  });

  it('is inconclusive when the platform itself was lost: what failed may have failed as it went', () => {
    const gone = at(50, { kind: 'fault', what: platform, cause: 'docker no longer answers' });
    const found = check.judge(floodPlan, withMore(floodRecord({ victim: failingOnce('attack') }), gone));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('as the platform went: docker no longer answers');
  });

  it('is not held when k6 could not start a request, of which nobody knows how it would have ended', () => {
    const victim: Answering = (window, index) =>
      window.index === 3 && index === 200 ? unstarted : steady(window, index);
    const found = check.judge(floodPlan, floodRecord({ victim }));
    expect(found).toMatchObject({ status: 'inconclusive', samples: 1279 });
    expect(found.reason).toBe('k6 dropped 1 victim request that it could not start');
  });

  it('is inconclusive when nothing was seen', () => {
    expect(check.judge(floodPlan, emptyRecord).status).toBe('inconclusive');
  });
});

describe('admitted-within-rate', () => {
  const check = admittedWithinRate();
  const judge = (options: FloodOptions) => check.judge(floodPlan, floodRecord(options));

  it('is held when the gateway admits the promised rate, and its own count agrees', () => {
    const found = judge({});
    // 5 at once and 1 a second over the 69.501 s from the first request to the last answer.
    expect(found).toMatchObject({ status: 'held', measured: 40, limit: 74 });
    expect(found.evidence).toContain('k6 saw 40 requests admitted; the gateway counted 40');
    expect(found.evidence).toContain('In the busiest minute 30 requests admitted in 60 s, 65 allowed');
  });

  it('is held at the bound itself: the burst at once, then the rate', () => {
    const aggressor: Answering = (_window, index) =>
      index < 5 || index % 20 === 0 ? { latencyMs: 30 } : { latencyMs: 1, status: 429 };
    expect(judge({ aggressor }).status).toBe('held');
  });

  it('is breached when everything is admitted', () => {
    const found = judge({ aggressor: () => ({ latencyMs: 30 }) });
    expect(found.status).toBe('breached');
    expect(found.measured).toBeGreaterThan(found.limit ?? Number.POSITIVE_INFINITY);
  });

  it('is breached by one stretch that is too dense, though the arm as a whole is within its bound', () => {
    const aggressor: Answering = (window, index) =>
      window.pair === 2 && index < 20 ? { latencyMs: 30 } : { latencyMs: 1, status: 429 };
    const found = judge({ aggressor });
    // 20 requests, 50 ms apart, the last answered after 30 ms: 5 + 0.98.
    expect(found).toMatchObject({ status: 'breached', measured: 20, limit: 5 });
    expect(found.evidence[0]).toMatch(/^Over the whole arm 20 requests admitted in .* s, 74 allowed$/u);
  });

  it('gives the gateway the whole time until the last answer, since it may have decided only then', () => {
    const aggressor: Answering = (window, index) =>
      window.pair === 3 && index < 20 ? { latencyMs: 30_000 } : { latencyMs: 1, status: 429 };
    expect(judge({ aggressor }).status).toBe('held');
  });

  it('stays breached when k6 was lost', () => {
    const found = judge({
      aggressor: () => ({ latencyMs: 30 }),
      aggressorEnded: { exitCode: null, signal: 'SIGKILL' },
    });
    expect(found.status).toBe('breached');
  });

  const gatewaySays = (admitted: number, options: FloodOptions = {}) => {
    const record = floodRecord(options);
    const observations = record.observations.map((seen) =>
      seen.kind === 'gateway-count' && seen.moment === 'after'
        ? { ...seen, byStatus: { 200: 100 + admitted } }
        : seen,
    );
    return check.judge(floodPlan, { ...record, observations });
  };

  it.each([39, 41])('is inconclusive when the gateway counted %i, and says both figures', (admitted) => {
    const found = gatewaySays(admitted);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toBe(`k6 saw 40 requests admitted; the gateway counted ${admitted}`);
  });

  const unansweredAtTheEnd: Answering = (window, index) =>
    index === 199 ? { latencyMs: 100, status: 0 } : limited(window, index);

  it('explains a difference by requests without an answer', () => {
    expect(gatewaySays(42, { aggressor: unansweredAtTheEnd }).status).toBe('held');
    expect(gatewaySays(45, { aggressor: unansweredAtTheEnd }).status).toBe('inconclusive');
  });

  it('explains a difference by what k6 had under way when we stopped it, and did not record', () => {
    const cut = (stoppedByUs: boolean) => {
      const record = withRequests(floodRecording(), 'aggressor', (requests) => requests.slice(0, -3));
      const samplesCount = record.aggressor?.samples ?? 0;
      const observations = record.observations.map((seen) =>
        seen.kind === 'load-ended' && seen.role === 'aggressor'
          ? { ...seen, stoppedByUs, samplesCount }
          : seen.kind === 'gateway-count' && seen.moment === 'after'
            ? { ...seen, byStatus: { 200: 143 } }
            : seen,
      );
      return check.judge(floodPlan, { ...record, observations });
    };
    expect(cut(true)).toMatchObject({ status: 'held' });
    expect(cut(true).evidence).toContain(
      'k6 saw 40 requests admitted and 3 without an answer; the gateway counted 43',
    );
    expect(cut(false).status).toBe('inconclusive');
  });

  it('is breached by the count of the gateway where k6 got no answers', () => {
    const found = gatewaySays(90, {
      aggressor: (window, index) => (index % 2 ? { latencyMs: 9, status: 0 } : limited(window, index)),
    });
    expect(found).toMatchObject({ status: 'breached', measured: 90, limit: 74 });
  });

  it('is not held on the word of k6 alone', () => {
    const alone = without(floodRecord(), ({ kind }) => kind === 'gateway-count');
    const found = check.judge(floodPlan, alone);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain("the gateway's own count is missing");
  });

  it('is inconclusive when nothing was seen', () => {
    expect(check.judge(floodPlan, emptyRecord)).toMatchObject({ status: 'inconclusive', measured: null });
  });
});

describe('refusals-explained', () => {
  const check = refusalsExplained();

  it('is held when every refusal is a 429 with Retry-After', () => {
    const found = check.judge(floodPlan, floodRecord());
    expect(found).toMatchObject({ status: 'held', measured: 0, samples: 760 });
  });

  it('is breached by refusals that do not say when to come back', () => {
    const found = check.judge(floodPlan, floodRecord({ aggressorEnded: { refusedWithoutRetryAfter: 3 } }));
    expect(found).toMatchObject({ status: 'breached', measured: 3 });
    expect(found.reason).toContain('3 of them without Retry-After');
  });

  it('is breached by any other status, and names it', () => {
    const aggressor: Answering = (window, index) =>
      index === 7 ? { latencyMs: 1, status: 503 } : limited(window, index);
    const found = check.judge(floodPlan, floodRecord({ aggressor }));
    expect(found).toMatchObject({ status: 'breached', measured: 4 });
    expect(found.reason).toContain('4 failed otherwise: 503 (4 times)');
  });

  it('is inconclusive when the platform itself was lost', () => {
    const aggressor: Answering = (window, index) =>
      index === 7 ? { latencyMs: 1, status: 0 } : limited(window, index);
    const gone = at(50, { kind: 'fault', what: platform, cause: 'the node was deleted' });
    const found = check.judge(floodPlan, withMore(floodRecord({ aggressor }), gone));
    expect(found).toMatchObject({ status: 'inconclusive', reason: expect.stringContaining('was deleted') });
  });

  it('is inconclusive when nothing was refused', () => {
    const found = check.judge(floodPlan, floodRecord({ aggressor: () => ({ latencyMs: 30 }) }));
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('no request of the aggressor was refused');
  });

  it('is inconclusive when it was not seen whether Retry-After came', () => {
    const unseen = without(floodRecord(), ({ kind }) => kind === 'load-ended');
    expect(check.measure(floodPlan, unseen).status).toBe('inconclusive');
  });
});
