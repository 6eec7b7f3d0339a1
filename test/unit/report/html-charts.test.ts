import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/model/report.ts';
import type { Story } from '../../../src/model/story.ts';
import { format } from '../../../src/report/formats/html.ts';
import { emptyStory, floodStory, windowStories } from './example-stories.ts';
import { opened, p99, reportOf, told } from './opened-page.ts';

describe('charts', () => {
  it('each have a name, a title and their figures in a table', () => {
    const $ = opened();
    const figures = $('figure').toArray();
    expect(figures.map((element) => $(element).find('figcaption strong').text())).toEqual([
      "The victim's latency over time",
      'At rest and under attack',
      'The ratio, as pairs of windows came in',
      'What the aggressor offered, and what became of it',
      'Calls, and what became of them',
      'Memory and quota',
      'Processor of the gateway',
      'Timeline',
    ]);
    for (const element of figures) {
      expect($(element).find('svg.chart[role=img]').attr('aria-label')).toBeTruthy();
      expect($(element).find('details table tbody tr').length).toBeGreaterThan(0);
    }
  });

  it('of the windows have their exact figures', () => {
    const $ = opened();
    const row = $('figure').first().find('tbody tr').eq(1);
    const cells = row.find('th, td').toArray();
    expect(cells.map((cell) => $(cell).text())).toEqual([
      '1',
      '0',
      'attack',
      '10',
      '320',
      '0',
      '30',
      '43',
      'yes',
    ]);
  });

  it('of percentiles name the last nines', () => {
    const distribution = {
      samplesAtRest: 40_000,
      samplesUnderAttack: 40_000,
      points: [0.5, 0.99, 0.9999].map((share) => ({ share, restMs: 30, attackMs: 31 })),
    };
    const $ = opened({ stories: [{ ...emptyStory, distribution }] });
    const ticks = $('svg.chart text[text-anchor=middle]:not(.name)').toArray();
    expect(ticks.map((tick) => $(tick).text())).toEqual(['p0', 'p50', 'p90', 'p99', 'p99.9', 'p99.99']);
  });

  it('are left out where nothing was seen', () => {
    expect(opened({ stories: [emptyStory] })('figure')).toHaveLength(0);
    expect(opened({ stories: undefined })('figure')).toHaveLength(0);
  });

  const lone: Partial<Story> = {
    windows: windowStories(1),
    latency: [{ fromSeconds: 0, toSeconds: 1, due: 1, failed: 0, latencyMsP50: 30, latencyMsP99: 30 }],
    distribution: {
      samplesAtRest: 1,
      samplesUnderAttack: 1,
      points: [{ share: 0.5, restMs: 30, attackMs: 30 }],
    },
    ratios: [],
    events: [{ atSeconds: 0, kind: 'applied', what: 'begun' }],
    seconds: 0,
  };
  const failed = { due: 1, failed: 1, latencyMsP50: null, latencyMsP99: null };
  const lost: Partial<Story> = {
    windows: windowStories(1).map((window) => ({
      ...window,
      victim: failed,
      takenOut: ['k6 was late itself'],
    })),
    latency: [{ fromSeconds: 0, toSeconds: 1, ...failed }],
    distribution: {
      samplesAtRest: 1,
      samplesUnderAttack: 1,
      points: [{ share: 0.5, restMs: null, attackMs: null }],
    },
  };
  const many: Partial<Story> = {
    windows: windowStories(96),
    latency: Array.from({ length: 300 }, (_, second) => ({
      fromSeconds: second * 8,
      toSeconds: second * 8 + 8,
      due: 160,
      failed: second % 7,
      latencyMsP50: 30 + (second % 5),
      latencyMsP99: second % 7 === 0 ? null : 40 * (1 + (second % 90)),
    })),
  };

  it.each([
    ['no sample', emptyStory],
    ['one sample', { ...floodStory, ...lone }],
    ['failed samples alone', { ...floodStory, ...lost }],
    ['many samples', { ...floodStory, ...many }],
  ])('of %s have only finite coordinates', (_name, story) => {
    const page = format.render(told({ stories: [story] }));
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  it('of a whole night stay small', () => {
    const stories = Array.from({ length: 20 }, (_, place): Story => ({
      ...floodStory,
      ...many,
      ...(place === 0 ? {} : { arm: 'weakened', weakness: `no-limiter-${place}` }),
    }));
    const weakened = stories.slice(1).map(({ weakness = '' }): Verdict => ({
      ...p99,
      id: `request-flood/weakened-${weakness}/p99`,
      arm: 'weakened',
      weakness,
      status: 'breached',
    }));
    const page = format.render(told({ stories, report: reportOf([p99, ...weakened], { held: 1 }) }));
    expect(load(page)('svg.chart').length).toBeGreaterThan(100);
    expect(page.length).toBeLessThan(2 * 2 ** 20);
  });
});
