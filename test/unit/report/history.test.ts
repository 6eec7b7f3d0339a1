import { load, type CheerioAPI } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { PastObjective, PastRun } from '../../../src/model/history.ts';
import { historyPage } from '../../../src/report/history/history-page.ts';
import { endpointReport, exampleReport } from './example-report.ts';

const objective: PastObjective = {
  id: 'request-flood/protected/victim-p99-ratio',
  scenario: 'request-flood',
  objective: "Under attack the victim's p99 latency stays near its p99 at rest",
  status: 'held',
  measured: 1.04,
  interval: { low: 0.97, high: 1.12, confidence: 0.995 },
  limit: 1.25,
  unit: 'ratio',
};

const pastRun = (day: number, changes: Partial<PastRun> = {}): PastRun => ({
  folder: `run-${day}`,
  run: { ...exampleReport.run, startedAt: new Date(Date.UTC(2026, 0, day)).toISOString() },
  summary: { ...exampleReport.summary, breached: 0, inconclusive: 0, controlsMissed: 0 },
  objectives: [objective],
  hasPage: true,
  ...changes,
});

const opened = (runs: readonly PastRun[], leftOut: string[] = []): CheerioAPI =>
  load(historyPage({ runs, leftOut }));

describe('the list of runs', () => {
  it('has the newest first, with its verdict, its counts and a link to its page', () => {
    const newest = pastRun(2, { summary: exampleReport.summary });
    const $ = opened([newest, pastRun(1)]);
    expect($('h1').text()).toBe('✘ Breached');
    const [first] = $('#runs ~ .scroll tbody tr').toArray();
    expect($(first).find('a').attr('href')).toBe('./run-2/report.html');
    expect($(first).text()).toContain('BREACHED');
    expect(
      $(first)
        .find('td.n')
        .toArray()
        .map((cell) => $(cell).text()),
    ).toEqual(['1', '1', '1', '1', '1 of 2']);
  });

  it('does not show a run on a platform that is not ours as if its controls had been caught', () => {
    const { run, summary } = endpointReport;
    const $ = opened([pastRun(1, { run, summary })]);
    expect($('h1').text()).toBe('✔ Held, control not exercised');
    const row = $('#runs ~ .scroll tbody tr').text();
    expect(row).toContain('HELD, control not exercised');
    expect($('#runs ~ .scroll tbody td.n').last().text()).toBe('not exercised');
  });

  it('links no page that is not there', () => {
    expect(opened([pastRun(1, { hasPage: false })])('a')).toHaveLength(0);
  });

  it.each(['javascript:alert(1)', '../../etc', '"><script>alert(1)</script>', '//elsewhere', 'a b#c?d'])(
    'links a folder called %s as a folder',
    (folder) => {
      const $ = opened([pastRun(1, { folder })]);
      const href = $('a').attr('href') ?? '';
      expect(href).toBe(`./${encodeURIComponent(folder)}/report.html`);
      expect($('script')).toHaveLength(0);
    },
  );

  it('says that a run ended early', () => {
    const run = { ...pastRun(1).run, endedEarly: 'Interrupted' };
    expect(opened([pastRun(1, { run })])('#runs ~ .scroll').text()).toContain('ended early');
  });

  it('names what was left out, and is a page without any run', () => {
    const $ = opened([], ['reports/<b>half</b> has no report.json']);
    expect($('h1').text()).toBe('No runs yet');
    expect($('#left-out ~ ul li').text()).toBe('reports/<b>half</b> has no report.json');
    expect($('figure')).toHaveLength(0);
  });
});

describe('trends', () => {
  const measuring = (day: number, changes: Partial<PastObjective>): PastRun =>
    pastRun(day, { objectives: [{ ...objective, ...changes }] });

  it('go from the oldest to the newest, with their exact figures', () => {
    const $ = opened([measuring(2, { measured: 1.5, status: 'breached' }), pastRun(1)]);
    const rows = $('figure tbody tr').toArray();
    expect(rows.map((row) => $(row).find('td').eq(1).text().trim())).toEqual(['1.04', '1.5']);
    expect($('figure svg.chart path.dot-breached').attr('d')).toMatch(/^M\d/);
  });

  it('of a platform that is not ours are their own, with what held there', () => {
    const outside = (day: number, endpoint: string): PastRun =>
      pastRun(day, {
        run: { ...pastRun(day).run, endpoint },
        objectives: [{ ...objective, control: 'not-exercised' }],
      });
    const one = 'https://one.example/<b>';
    const $ = opened([
      outside(5, 'https://two.example'),
      outside(4, one),
      pastRun(3),
      outside(2, one),
      pastRun(1),
    ]);
    const titles = $('figcaption strong')
      .toArray()
      .map((title) => $(title).text().trim());
    expect(titles).toEqual([`request-flood: victim-p99-ratio at ${one}`, 'request-flood: victim-p99-ratio']);
    expect($('figure').first().find('tbody tr').first().text()).toContain('held, control not exercised');
    expect($('figure').last().find('tbody tr').first().text()).not.toContain('not exercised');
  });

  it('need two runs that measured in the same unit', () => {
    expect(opened([pastRun(1)])('figure')).toHaveLength(0);
    expect(opened([pastRun(2), measuring(1, { unit: 'ms' })])('figure')).toHaveLength(0);
    expect(opened([pastRun(2), measuring(1, { measured: null })])('figure')).toHaveLength(0);
  });

  it('show no more than the newest hundred runs, and say so', () => {
    const runs = Array.from({ length: 240 }, (_, index) => pastRun(240 - index));
    const $ = opened(runs);
    expect($('figure path.dot-held').attr('d')?.match(/M/g)).toHaveLength(100);
    expect($('figure tbody tr')).toHaveLength(30);
    expect($('figure figcaption').text()).toContain('The newest 100 of 240 runs.');
    expect($('#runs ~ .scroll tbody tr')).toHaveLength(20);
    expect($('#runs ~ details tbody tr')).toHaveLength(220);
  });

  it('of several hundred nightly runs stay small', () => {
    const objectives = Array.from({ length: 100 }, (_, index) => ({
      ...objective,
      id: `scenario-${index}/protected/check`,
      scenario: `scenario-${index}`,
    }));
    const runs = Array.from({ length: 300 }, (_, index) => pastRun(300 - index, { objectives }));
    expect(historyPage({ runs, leftOut: [] }).length).toBeLessThan(2 * 2 ** 20);
  });

  it.each([
    ['zero throughout', { measured: 0, limit: 0 }],
    ['negative', { measured: -3, limit: 5 }],
    ['of very different sizes', { measured: 90_000, limit: 1.1 }],
    ['without a limit', { limit: null }],
  ])('of figures that are %s have only finite coordinates', (_name, changes) => {
    const { interval: _, ...bare } = objective;
    const runs = [2, 1].map((day) => pastRun(day, { objectives: [{ ...bare, ...changes }] }));
    expect(historyPage({ runs, leftOut: [] })).not.toMatch(/NaN|Infinity|undefined/);
  });
});
