import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/model/report.ts';
import type { Story } from '../../../src/model/story.ts';
import { format } from '../../../src/report/formats/html.ts';
import { exampleReport } from './example-report.ts';
import { floodStory, windowStories } from './example-stories.ts';
import { opened, reportOf, told, words } from './opened-page.ts';

describe('a report of hostile text', () => {
  const hostile = `<script>alert(1)</script>"' onmouseover="alert(2) javascript:alert(3) <img src=x onerror=alert(4)> ]]> </style> {{x}} \u202eevil`;
  const shown = hostile.replace('\u202e', '');
  const verdict: Verdict = {
    id: `${hostile}/protected/${hostile}`,
    scenario: hostile,
    arm: 'protected',
    objective: hostile,
    status: 'breached',
    measured: 1,
    limit: 0,
    unit: hostile,
    reason: hostile,
    evidence: [hostile],
    tenants: [{ tenant: hostile, status: 'breached', measured: 1, reason: hostile }],
    blame: { control: hostile, usualCause: hostile, fix: hostile, reproduce: hostile },
  };
  const story: Story = {
    ...floodStory,
    scenario: hostile,
    victim: hostile,
    aggressor: hostile,
    windows: windowStories(1).map((window) => ({ ...window, takenOut: [hostile] })),
    calls: [{ what: hostile, as: hostile, admitted: 1, refused: 0, failed: 0 }],
    usage: [{ what: hostile, used: 1, limit: 1, unit: hostile }],
    readings: [{ step: hostile, query: hostile, label: hostile, value: 1 }],
    processor: floodStory.processor.map((moment) => ({ ...moment, pod: hostile })),
    events: [{ atSeconds: 1, kind: 'fault', what: hostile }],
    ratios: floodStory.ratios.map((ratio) => ({ ...ratio, check: hostile, objective: hostile })),
  };
  const $ = opened({
    report: {
      ...reportOf([verdict, { ...verdict, arm: 'weakened', weakness: hostile, status: 'held' }], {
        breached: 1,
      }),
      run: { ...exampleReport.run, id: hostile, endedEarly: hostile, tool: { version: hostile } },
    },
    scenarios: [
      {
        id: hostile,
        question: hostile,
        control: hostile,
        weaknesses: [{ fixture: hostile, removes: hostile }],
      },
    ],
    stories: [story],
    remarks: [hostile],
  });
  const elements = $('*')
    .toArray()
    .flatMap((element) => ('tagName' in element ? [element] : []));

  it('has no element and no attribute that it did not make', () => {
    const names = new Set(elements.map((element) => element.tagName));
    expect(
      [...names].filter((name) =>
        ['script', 'img', 'iframe', 'object', 'link', 'base', 'form'].includes(name),
      ),
    ).toEqual([]);
    const attributes = new Set(elements.flatMap((element) => Object.keys(element.attribs)));
    expect(
      [...attributes].filter((name) => name.startsWith('on') || name === 'style' || name === 'src'),
    ).toEqual([]);
    expect($('style')).toHaveLength(1);
  });

  it('links nowhere but into itself', () => {
    const links = $('[href]')
      .toArray()
      .map((element) => $(element).attr('href') ?? '');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect($(link.replace('#', '[id="') + '"]')).toHaveLength(1);
  });

  it('shows the text as it is, without what turns its order around', () => {
    expect(words($, '.blame dd')).toContain(shown);
    expect(words($, 'title')).toContain(shown);
    expect($.text()).not.toContain('\u202e');
  });
});

describe('the page', () => {
  it('asks for nothing: no address, no script, no font, and a policy that refuses them', () => {
    const page = format.render(told());
    const $ = load(page);
    expect($('script, link, img, iframe, object, embed, video, audio, source, form')).toHaveLength(0);
    expect(page).not.toMatch(/https?:|\burl\(|@import|@font-face/);
    expect($('meta[http-equiv=Content-Security-Policy]').attr('content')).toContain("default-src 'none'");
  });

  it('has a language, one h1, and headings in order', () => {
    const $ = opened();
    expect($('html').attr('lang')).toBe('en');
    const levels = $('h1, h2, h3, h4')
      .toArray()
      .map((element) => Number(element.tagName.slice(1)));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [place, level] of levels.entries())
      expect(level - (levels[place - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('has no two things of the same name', () => {
    const ids = opened()('[id]')
      .toArray()
      .map((element) => element.attribs.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('opens the evidence of what somebody must act upon', () => {
    const $ = opened();
    expect(
      $('#verdict-request-flood-protected-refusals-explained details.evidence').attr('open'),
    ).toBeDefined();
    expect(
      $('#verdict-request-flood-protected-victim-p99-ratio details.evidence').attr('open'),
    ).toBeUndefined();
  });
});
