import type { CheerioAPI } from 'cheerio';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/model/report.ts';
import { endpointReport, exampleReport } from './example-report.ts';
import { endpointRun } from './example-runs.ts';
import { opened, p99, reportOf, words } from './opened-page.ts';

describe('the first screen', () => {
  it('of a breach says what broke, the fix, and the command that checks it', () => {
    const $ = opened();
    expect(words($, 'h1')).toBe('✘ Breached');
    const first = words($, '.to-do li:first-child');
    expect(first).toContain('BREACHED request-flood: 1,133 requests refused with 429');
    expect(first).toContain('Set queue: fair in gateway.yaml.');
    expect(first).toContain('tenantproof verify --scenario request-flood --profile quick --seed 42');
  });

  it('names a control that was missed, and what was not tried', () => {
    const todo = words(opened(), '.to-do');
    expect(todo).toContain(
      'MISSED gpu-quota-storm: without the control (the quota on requests.nvidia.com/gpu)',
    );
    expect(todo).toContain('1 scenario was not tried, which is no pass: needs gpu-hardware');
  });

  it('of a run that held says that nothing is to be done', () => {
    const $ = opened({ report: reportOf([p99], { held: 1, controlsCaught: 1 }), exitCode: 0 });
    expect(words($, 'h1')).toBe('✔ Held');
    expect(words($, '#to-do + p')).toBe(
      'Nothing. Every objective held, and with each control removed its checks broke, as they must. The same plan again: seed 42.',
    );
  });

  it('of an undecided run gives the reason, and how to play it again', () => {
    const open: Verdict = { ...p99, status: 'inconclusive', reason: 'the interval reaches over the limit' };
    const $ = opened({ report: reportOf([open], { inconclusive: 1, controlsCaught: 1 }), exitCode: 20 });
    expect(words($, 'h1')).toBe('? Inconclusive');
    expect(words($, '.to-do')).toContain('the interval reaches over the limit');
    expect(words($, '.to-do code')).toBe(
      'tenantproof verify --scenario request-flood --profile quick --seed 42',
    );
  });

  it('of a run that was interrupted says why before anything else', () => {
    const report = {
      ...reportOf([p99], { held: 1 }),
      run: { ...exampleReport.run, endedEarly: 'Interrupted by SIGINT' },
    };
    const $ = opened({ report, exitCode: 105 });
    expect(words($, 'header .alarm')).toContain('The run ended early Interrupted by SIGINT');
    expect(words($, '.to-do')).toBe(
      'Play it again, since it ended before everything was played: tenantproof verify --profile quick --seed 42',
    );
    expect(words($, '.facts')).toContain('105, interrupted, cleaned up');
  });

  it('of a run in which nothing was verified does not look like a pass', () => {
    const untried = exampleReport.verdicts.filter(({ status }) => status === 'not-verified');
    const $ = opened({ report: reportOf(untried, { notVerified: 1 }), exitCode: 20 });
    expect(words($, 'h1')).toBe('○ Not verified');
    expect($('header').attr('class')).toBe('not-verified');
    expect(words($, '.to-do')).toContain('NOT VERIFIED 1 scenario was not tried');
  });

  it('of a run without a verdict says so', () => {
    const $ = opened({ report: reportOf([], {}), stories: [], exitCode: 20 });
    expect(words($, '.sentence')).toBe('The run judged nothing: there is no verdict.');
  });

  it('says what was left behind, and other remarks', () => {
    const $ = opened({ exitCode: 22, remarks: ['The run was killed'] });
    expect(words($, '.to-do li:first-child')).toBe('Remove what the run left behind: tenantproof down');
    expect(words($, 'header .note')).toBe('Note The run was killed');
  });
});

describe('figures', () => {
  const numbers = ($: CheerioAPI, selector: string): number[] =>
    $(selector)
      .find('data')
      .toArray()
      .map((element) => Number($(element).attr('value')));

  it('of each verdict are those of report.json, to the last digit', () => {
    const $ = opened();
    const verdicts = exampleReport.verdicts.filter(
      ({ arm, status }) => arm === 'protected' && status !== 'not-verified',
    );
    expect(verdicts.length).toBeGreaterThan(2);
    for (const { id, measured, interval, limit, samples } of verdicts) {
      const shown = numbers($, `#verdict-${id.replaceAll('/', '-')} .figures`);
      const expected = [measured, interval?.low, interval?.high, limit, samples];
      expect({ id, shown }).toEqual({ id, shown: expected.filter((value) => typeof value === 'number') });
    }
  });

  it('of a control that was removed too', () => {
    const $ = opened();
    expect(numbers($, '.control.held .figures')).toEqual([38.2, 21, 70.1, 1.25, 2560]);
    expect(words($, '.control.held h4')).toBe(
      '✔ CAUGHT Without the control: the rate limiter and the fair queue',
    );
    expect(words($, '.control.breached h4')).toContain('✘ MISSED');
  });

  it.each([
    [
      { measured: 1.04, limit: 1.25, interval: { low: 0.97, high: 1.12, confidence: 0.99 } },
      '0.13 below the limit (10.4 % of it)',
    ],
    [{ measured: 7, limit: 0 }, '7 above the limit'],
    [{ measured: 1.0800000000021, limit: 1.08 }, 'at the limit'],
    [{ measured: 30_000, limit: 10 }, '29,990 above the limit'],
    [{ measured: 4, limit: 4 }, 'at the limit'],
    [
      { measured: 1.2, limit: 1.25, interval: { low: 1.1, high: 1.3, confidence: 0.99 } },
      'none: the limit lies within the interval',
    ],
  ])('%j have the margin %s', (figures, expected) => {
    const { interval: _, ...bare } = p99;
    const $ = opened({ report: reportOf([{ ...bare, ...figures }], { held: 1 }), stories: [] });
    expect(words($, '.figures')).toContain(expected);
  });

  it('of each of many tenants are in a table', () => {
    const tenants: Verdict['tenants'] = [
      { tenant: 'tenant-007', status: 'breached', measured: 3.25, samples: 80, reason: 'slower' },
      { tenant: 'tenant-001', status: 'inconclusive', measured: null, reason: 'no sample' },
    ];
    const $ = opened({ report: reportOf([{ ...p99, status: 'breached', tenants }], { breached: 1 }) });
    const rows = $('.verdict table tbody tr').toArray();
    expect(rows.map((row) => $(row).find('th').text())).toEqual(['tenant-007', 'tenant-001']);
    expect($(rows[0]).find('td').eq(1).text()).toBe('3.25');
    expect($(rows[1]).text()).toContain('not measured');
  });
});

describe('the page of a run on a platform that is not ours', () => {
  const $ = opened({ ...endpointRun, stories: [] });

  it('says so in its title, its first screen and its list of scenarios', () => {
    expect(words($, 'title')).toBe('HELD, control not exercised: tenantproof 20261130-120000-11ab');
    expect(words($, 'h1')).toBe('✔ Held, control not exercised');
    expect(words($, 'header .sentence')).toBe(
      'Every objective that was tested held, control not exercised: the platform is not ours.',
    );
    expect(words($, '#controls + p')).toBe('Not exercised: the platform is not ours.');
    expect(words($, '.facts')).toContain('Played on endpoint https://llm.example.com');
    const row = words($, '#overview ~ .scroll tbody tr:first-child');
    expect(row).toContain('HELD, control not exercised');
    expect(row).toContain('1 held, 1 not verifiednot exercised');
  });

  it('says with the verdict, and once for the scenario, what stands for the control', () => {
    expect(words($, '.verdict.held h4')).toMatch(/^✔ HELD, control not exercised Under attack/u);
    expect(words($, 'section.scenario > h2')).toBe('request-flood ✔ HELD, control not exercised');
    expect($('.control')).toHaveLength(1);
    expect(words($, '.control')).toBe(
      '○ NOT EXERCISED No control was removed: the platform is not ours So nobody has seen these checks break there, and what held is no more than held, control not exercised. In its stead: The attack was felt: 1,140 of 1,200 requests of the attack were refused (95 %).',
    );
  });

  it('says what was not asked, in what was played and in what was not', () => {
    const todo = words($, '.to-do');
    expect(todo).toContain('1 scenario was not tried, which is no pass: needs quota');
    expect(todo).toContain(
      '1 objective was not asked about in what was played, which is no pass: request-flood',
    );
    expect(words($, '#not-verified ~ ul')).not.toContain('request-flood');
  });

  it('has a command that plays it again at the same target', () => {
    const [held, ...others] = endpointReport.verdicts;
    if (!held) throw new Error('The example has verdicts');
    const { control: _, ...bare } = held;
    const open: Verdict = { ...bare, status: 'inconclusive', reason: 'noise' };
    const report = { ...endpointReport, verdicts: [open, ...others] };
    expect(words(opened({ ...endpointRun, report, stories: [] }), '.to-do code')).toBe(
      "tenantproof verify --config 'their stack.yaml' --scenario request-flood --profile quick --seed 42",
    );
  });

  it('that held throughout leaves nothing to do, and says what was not seen', () => {
    const report = { ...endpointReport, verdicts: endpointReport.verdicts.slice(0, 1) };
    expect(words(opened({ ...endpointRun, report, stories: [] }), '#to-do + p')).toBe(
      'Nothing. Every objective held, control not exercised: whether its checks would break was not seen there. The same plan again: seed 42.',
    );
  });
});
