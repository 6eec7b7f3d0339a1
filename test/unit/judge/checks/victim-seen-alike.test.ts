import { describe, expect, it } from 'vitest';
import { victimSeenAlike } from '../../../../src/judge/checks/victim-seen-alike.ts';
import { at, emptyRecord, floodPlan, stormPlan, withMore, without } from '../example-arm.ts';
import { restarts } from '../example-cluster.ts';
import { floodRecord, steady, type Answering, type FloodOptions } from '../example-flood.ts';
import { watchedPlan, watchedRecord, type Streaming } from '../example-streams.ts';

const check = victimSeenAlike();

const counted = (moment: 'before' | 'after', served: number, byDuration: Record<string, number>) =>
  at(0, { kind: 'gateway-count', tenant: 'tenant-a', moment, byStatus: { 200: served, 429: 3 }, byDuration });

/** All 3,200 requests of the victim, of which k6 saw the p99 at 39 ms. */
const asSeen = { '0.025': 900, '0.05': 3300, '0.1': 3300, '+Inf': 3300 };
const before = counted('before', 100, { '0.025': 100, '0.05': 100, '0.1': 100, '+Inf': 100 });

const judge = (served = 3200, byDuration: Record<string, number> = asSeen, options: FloodOptions = {}) =>
  check.judge(floodPlan, withMore(floodRecord(options), before, counted('after', 100 + served, byDuration)));

describe('victim-seen-alike', () => {
  it('is held when k6 and the gateway served as many, in times that fit', () => {
    const found = judge();
    // 40 requests/s for the 39.2 ms of the slowest may have been under way; and two.
    expect(found).toMatchObject({ status: 'held', measured: 0, limit: 4, samples: 3200 });
    expect(found.reason).toBe(
      'k6 saw 3,200 requests served, the gateway 3,200; p99 by k6 39.2 ms, by the gateway 25 to 50 ms',
    );
  });

  it('explains a difference by what was under way when k6 was stopped', () => {
    expect(judge(3204)).toMatchObject({ status: 'held', measured: 4 });
  });

  it('allows that all that only the gateway saw was slow', () => {
    const victim: Answering = (_window, index) => ({ latencyMs: index % 100 === 0 ? 60 : 30 });
    const durations = { '0.05': 100 + 3168, '0.1': 100 + 3204, '+Inf': 100 + 3204 };
    expect(judge(3204, durations, { victim })).toMatchObject({ status: 'held', measured: 4, limit: 5 });
  });

  describe('where answers are streamed beside the load', () => {
    // 80 streams of 850 ms, beside the 3,200 requests.
    const longer = { '0.025': 900, '0.05': 3300, '1': 3380, '+Inf': 3380 };
    const watched = (served: number, streaming?: Streaming) =>
      check.judge(
        watchedPlan,
        withMore(watchedRecord(streaming, { pairs: 4 }), before, counted('after', 100 + served, longer)),
      );

    it('knows that the gateway sees them too', () => {
      const found = watched(3280);
      expect(found).toMatchObject({ status: 'held', measured: 0, limit: 4, samples: 3280 });
      expect(found.reason).toMatch(
        /^k6 saw 3,200 requests served and we 80 streams beside, the gateway 3,280; p99 by k6 and us 8\d\d/u,
      );
      expect(watched(3279)).toMatchObject({ status: 'breached', measured: -1 });
      expect(watched(3285)).toMatchObject({ status: 'breached', measured: 5 });
    });

    it('knows that it cannot tell of one that broke off, and that a refused one was not served', () => {
      const some: Streaming = (window, stream) =>
        window.index > 0 || stream > 1
          ? {}
          : stream === 0
            ? { end: 'broken-off' }
            : { end: 'refused', httpStatus: 503 };
      expect(watched(3278, some)).toMatchObject({ status: 'held', measured: 0, limit: 5 });
      expect(watched(3279, some)).toMatchObject({ status: 'held', measured: 1, limit: 5 });
    });
  });

  it.each([3199, 3205, 0])('is breached when the gateway counted %i', (served) => {
    const found = judge(served);
    expect(found).toMatchObject({ status: 'breached', measured: served - 3200 });
    expect(found.reason).toContain('which no more than 4 requests under way explain');
  });

  it('explains a difference by answers that did not come', () => {
    const victim: Answering = (window, index) =>
      index === 5 ? { latencyMs: 39, status: 0 } : steady(window, index);
    expect(judge(3199, asSeen, { victim })).toMatchObject({ status: 'held', measured: 7, limit: 12 });
  });

  it('is breached when the gateway claims to be slower than it was seen to be', () => {
    const found = judge(3200, { '0.025': 100, '0.05': 900, '0.1': 3300, '+Inf': 3300 });
    expect(found.status).toBe('breached');
    expect(found.reason).toContain('the gateway claims to be slower than it was');
  });

  it('compares no latency where k6 saw nothing served', () => {
    const victim: Answering = () => ({ latencyMs: 5, status: 503 });
    const claimed = judge(3200, asSeen, { victim });
    expect(claimed).toMatchObject({ status: 'breached', measured: 3200, limit: 2, samples: 0 });
    expect(claimed.evidence.join()).not.toContain('NaN');
    expect(judge(0, asSeen, { victim })).toMatchObject({
      status: 'inconclusive',
      reason: 'k6 saw 0 requests served, the gateway 0: there is no latency to compare',
    });
  });

  it('is inconclusive when the time went by outside the gateway', () => {
    const victim: Answering = (window, index) => ({ latencyMs: 100 + steady(window, index).latencyMs });
    const found = judge(3200, asSeen, { victim });
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain('outside the gateway, in the network or in k6');
  });

  it.each([
    ['the count is missing', floodPlan, floodRecord(), "the gateway's own count of the victim is missing"],
    ['nothing was seen', floodPlan, emptyRecord, 'no request of the victim was seen'],
    ['no load was planned', stormPlan, floodRecord(), 'no request of the victim was seen'],
  ])('is inconclusive when %s', (_what, plan, record, reason) => {
    expect(check.judge(plan, record)).toMatchObject({ status: 'inconclusive', measured: null, reason });
  });

  it('is inconclusive without durations', () => {
    const found = judge(3200, {});
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toContain("the gateway's durations are missing");
  });

  it('is neither held nor breached on scrapes that failed', () => {
    for (const served of [3200, 9999]) {
      const record = withMore(floodRecord(), before, counted('after', 100 + served, asSeen));
      const blind = without(record, ({ kind }) => kind === 'scrapes');
      expect(check.judge(floodPlan, blind)).toMatchObject({
        status: 'inconclusive',
        reason: 'Prometheus was not seen to scrape the gateway',
      });
    }
  });

  it('is neither held nor breached by a gateway that began its count anew', () => {
    for (const served of [3200, 0]) {
      const record = withMore(floodRecord(), before, counted('after', 100 + served, asSeen));
      const restarted = withMore(record, restarts('platform', 3, 0), restarts('platform', 3, 1));
      expect(check.judge(floodPlan, restarted)).toMatchObject({
        status: 'inconclusive',
        reason: 'what was under test changed: 1 restart in platform',
      });
    }
  });
});
