import { describe, expect, it } from 'vitest';
import { nothingRestarted } from '../../../../src/judge/gates/nothing-restarted.ts';
import { scraped } from '../../../../src/judge/gates/scraped.ts';
import { shamDelivered } from '../../../../src/judge/gates/sham-delivered.ts';
import { at, emptyRecord, floodPlan, hogPlan, stormPlan, withDesign, withMore } from '../example-arm.ts';
import { hogRecord, restarts } from '../example-cluster.ts';
import { floodRecord } from '../example-flood.ts';

describe('nothing-restarted', () => {
  it('passes where the pods were seen twice and nothing restarted', () => {
    const record = hogRecord(
      restarts('tenant-a', 2, 1),
      restarts('platform', 1, 0),
      restarts('tenant-a', 2, 1),
      restarts('platform', 1, 0),
    );
    expect(nothingRestarted.examine(floodPlan, record)).toEqual({
      ok: true,
      seen: 'Nothing under test restarted',
    });
  });

  it.each([
    ['1 restart in tenant-a', 3, 4],
    ['3 restarts in tenant-a', 3, 0],
  ])('trips on %s, from %i to %i', (words, before, after) => {
    const record = hogRecord(restarts('tenant-a', 2, before), restarts('tenant-a', 2, after));
    expect(nothingRestarted.examine(floodPlan, record)).toEqual({
      ok: false,
      cause: `what was under test changed: ${words}`,
    });
  });

  it('trips where the pods were not seen, or seen once', () => {
    expect(nothingRestarted.examine(floodPlan, emptyRecord)).toEqual({
      ok: false,
      cause: 'the pods were not watched to the end',
    });
    expect(nothingRestarted.examine(floodPlan, hogRecord(restarts('tenant-a', 2, 0)))).toEqual({
      ok: false,
      cause: 'the pods of tenant-a were not watched to the end',
    });
  });
});

describe('sham-delivered', () => {
  // 20 requests a second over four windows of ten seconds at rest.
  const withSham = (shamRequests: number) => floodRecord({ aggressorEnded: { shamRequests } });

  it('passes when 99 % of what the attack sends went to the null sink at rest', () => {
    expect(shamDelivered.examine(floodPlan, withSham(792))).toEqual({
      ok: true,
      seen: "Sham attack: 792 of 800 requests went to a null sink in the windows at rest, so that the sender's own cost is in both",
    });
  });

  it('trips when fewer did', () => {
    expect(shamDelivered.examine(floodPlan, withSham(791))).toEqual({
      ok: false,
      cause:
        'the sham attack was not delivered in full: 791 of 800 requests went to a null sink in the windows at rest',
    });
  });

  describe('of a memory hog', () => {
    const plan = { ...floodPlan, attack: hogPlan.attack };
    const windowsAtRest = floodRecord().observations.flatMap((seen) =>
      seen.kind === 'window' && seen.phase === 'baseline' ? [seen.index] : [],
    );
    const withPods = (windows: readonly number[], exitCode = 0) =>
      withMore(
        floodRecord(),
        ...windows.map((window) =>
          at(50, {
            kind: 'sham-container-ended',
            window,
            reason: exitCode === 0 ? 'Completed' : 'OOMKilled',
            exitCode,
          }),
        ),
      );

    it('passes when a pod ran within its limit in each window at rest', () => {
      expect(shamDelivered.examine(plan, withPods(windowsAtRest))).toEqual({
        ok: true,
        seen: 'Sham attack: a pod within its limit ran in 4 of 4 windows at rest, so that what any pod costs the node is in both',
      });
    });

    it('trips when one is missing', () => {
      expect(shamDelivered.examine(plan, withPods(windowsAtRest.slice(1)))).toEqual({
        ok: false,
        cause:
          'the sham attack was not delivered in full: a pod within its limit ran in 3 of 4 windows at rest; ended by Completed with exit 0 (3 times)',
      });
    });

    it('trips when they did not end well', () => {
      expect(shamDelivered.examine(plan, withPods(windowsAtRest, 137)).ok).toBe(false);
    });
  });

  it.each([withDesign({ sham: false }), stormPlan])('asks for none where none was planned', (plan) => {
    expect(shamDelivered.examine(plan, withSham(0)).ok).toBe(true);
  });
});

describe('scraped', () => {
  const scrapedAs = (succeeded: number, tried: number) =>
    scraped.examine(
      floodPlan,
      withMore(emptyRecord, at(90, { kind: 'scrapes', seconds: 90, tried, succeeded })),
    );

  it('lets one scrape of ten fail', () => {
    expect(scrapedAs(81, 90)).toEqual({ ok: true, seen: 'Of the gateway 81 of 90 scrapes in 90 s worked' });
  });

  it('trips when more failed', () => {
    expect(scrapedAs(45, 90)).toEqual({
      ok: false,
      cause: 'of the gateway only 45 of 90 scrapes in 90 s worked (50 %)',
    });
    expect(scrapedAs(80, 90).ok).toBe(false);
  });

  it('trips when none was tried, or nobody saw', () => {
    const cause = 'Prometheus was not seen to scrape the gateway';
    expect(scrapedAs(0, 0)).toEqual({ ok: false, cause });
    expect(scraped.examine(floodPlan, emptyRecord)).toEqual({ ok: false, cause });
  });
});
