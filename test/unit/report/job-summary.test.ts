import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it, test } from 'vitest';
import type { Verdict } from '../../../src/model/report.ts';
import { jobSummary } from '../../../src/report/job-summary.ts';
import {
  breachedRun,
  cutRun,
  endpointRun,
  exampleRuns,
  heldRun,
  hostileRun,
  inconclusiveRun,
  interruptedRun,
  runWith,
} from './example-runs.ts';

const html = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

const bytes = (text: string): number => Buffer.byteLength(text);
const headings = (markdown: string): string[] => markdown.match(/^#+ .*$/gmu) ?? [];

describe('summary of a job', () => {
  it('says first what the run says, then what failed, then what could not be told, then everything', () => {
    expect(headings(jobSummary(breachedRun))).toEqual([
      '## ✘ BREACHED: A promise did not hold while a tenant ran away.',
      '### ✘ BREACHED: request-flood',
      '### ✘ MISSED: gpu-quota-storm',
      '### ? INCONCLUSIVE: gpu-quota-storm',
      '### All objectives',
      '### All controls, removed one by one',
    ]);
  });

  it('counts verdicts and gives the exit code', () => {
    expect(jobSummary(breachedRun)).toContain(
      'Objectives: 1 held, 1 breached, 1 inconclusive, 1 not verified<br>Negative controls: 1 caught, 1 missed<br>Exit code: 99',
    );
  });

  it('says of a breach what was seen, what to do, and the command as code', () => {
    const [, breach = ''] = jobSummary(breachedRun).split('\n### ');
    expect(breach.trimEnd().split('\n')).toEqual([
      '✘ BREACHED: request-flood',
      '',
      '**refusals-explained: Every refused request of the aggressor gets 429 with Retry-After**',
      '',
      '- **why:** 1,133 requests refused with 429; 7 failed otherwise: 503 (7 times)',
      '- measured 7 requests refused otherwise, limit 0, 1,140 samples',
      '- **seen:** The aggressor offered 20 requests/s in the attack windows, promised 1/s',
      '- **failed:** rate limiter',
      '- **usual cause:** Requests of all tenants wait in one queue.',
      String.raw`- **fix:** Set \`queue: fair\` in gateway.yaml.`,
      '- **reproduce:** `tenantproof verify --scenario request-flood --profile quick --seed 42`',
    ]);
  });

  it('gives the command for what could not be told as well', () => {
    const commands = jobSummary(inconclusiveRun).match(
      /`tenantproof verify --scenario gpu-quota-storm .*`/gu,
    );
    expect(commands).toHaveLength(2);
  });

  it('lists every objective with its figures, and every control with its fate', () => {
    const summary = jobSummary(breachedRun);
    const missing = breachedRun.report.verdicts.filter(
      ({ objective }) => !summary.includes(`| ${objective} |`),
    );
    expect(missing).toEqual([]);
    expect(summary).toContain(
      '| measured 1.04 ratio, 99.5 % interval 0.971 to 1.12, limit 1.25, 2,560 samples |',
    );
    expect(summary).toContain(
      '| ✔ caught | request-flood | no-limiter: the rate limiter and the fair queue | victim-p99-ratio breached |',
    );
    expect(summary).toContain(
      '| ✘ missed | gpu-quota-storm | inert-quota: the quota on requests.nvidia.com/gpu | gpu-quota-exact held |',
    );
  });

  it('says of a control that was not played neither that it was caught nor that it was missed', () => {
    const summary = jobSummary(cutRun);
    expect(headings(summary)).toContain('### ? NOT PLAYED: gpu-quota-storm');
    expect(summary).toContain(
      '| ? not played | gpu-quota-storm | inert-quota: the quota on requests.nvidia.com/gpu |  |',
    );
    expect(summary).toContain('Negative controls: 1 caught, 1 not played<br>Exit code: 105');
    expect(summary.toLowerCase()).not.toContain('✘ missed');
  });

  it('has nothing but the result and the tables where all held', () => {
    expect(headings(jobSummary(heldRun))).toEqual([
      '## ✔ HELD: Every objective that was tested held.',
      '### All objectives',
      '### All controls, removed one by one',
    ]);
  });

  it('does not call a run a pass that ended early, and says why', () => {
    expect(jobSummary(interruptedRun).split('\n\n').slice(0, 2)).toEqual([
      '## ? INCONCLUSIVE: The run could not decide; do not read it as a pass.',
      '> **The run ended early: Interrupted by SIGINT**',
    ]);
  });

  test.each(Object.entries(exampleRuns))(
    'of a run that is %s is small enough, and only our own HTML',
    (_name, run) => {
      const summary = jobSummary(run);
      expect(bytes(summary)).toBeLessThan(900 * 1024);
      expect(new Set(html(summary).match(/<[a-z0-9]+/gu))).toEqual(
        new Set(
          html(summary).match(/<(?:h2|h3|p|br|blockquote|strong|ul|li|code|table|thead|tbody|tr|th|td)\b/gu),
        ),
      );
    },
  );

  it('keeps the rows of a hostile run whole', () => {
    const rows = [...html(jobSummary(hostileRun)).matchAll(/<tr>(.*?)<\/tr>/gsu)].map(
      ([, row = '']) => (row.match(/<t[hd]>/gu) ?? []).length,
    );
    expect(new Set(rows)).toEqual(new Set([4, 5]));
    expect(rows).toHaveLength(2 + hostileRun.report.verdicts.length);
  });
});

describe('a summary that would be too large', () => {
  const of = (status: Verdict['status'], index: number): Verdict => ({
    id: `flood/protected/${status}-${index}`,
    scenario: 'flood',
    arm: 'protected',
    objective: `Objective ${status} ${index}`,
    status,
    measured: null,
    limit: null,
    unit: '',
    reason: 'so it was',
    evidence: Array.from({ length: 5 }, () => 'é'.repeat(3000)),
  });
  const many = runWith([
    ...Array.from({ length: 40 }, (_, index) => of('inconclusive', index)),
    ...Array.from({ length: 25 }, (_, index) => of('breached', index)),
  ]);
  const summary = jobSummary(many);

  it('stays below 900 KiB, counted in bytes', () => {
    expect(bytes(summary)).toBeLessThan(900 * 1024);
    expect(bytes(summary)).toBeGreaterThan(850 * 1024);
  });

  it('keeps every failure, and loses whole sections of what could not be told', () => {
    expect(headings(summary).filter((line) => line === '### ✘ BREACHED: flood')).toHaveLength(25);
    const kept = headings(summary).filter((line) => line === '### ? INCONCLUSIVE: flood').length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(40);
    expect(summary.match(/é+/gu)?.every((run) => run.length === 3000)).toBe(true);
  });

  it('says at the end what was left out and where it is', () => {
    const note = summary.trimEnd().split('\n\n').at(-1);
    const kept = headings(summary).filter((line) => line === '### ? INCONCLUSIVE: flood').length;
    expect(note).toMatch(
      new RegExp(
        `^> \\*\\*Left out, since GitHub shows no summary of more than 1 MiB:\\*\\* ${40 - kept} of its sections \\(flood, inconclusive-`,
        'u',
      ),
    );
    expect(note).toContain('report.json in the folder of run 20261124-073102-7f3a has everything.');
  });

  it('is a note alone where there is room for nothing else', () => {
    const least = jobSummary(many, 0);
    expect(least).toMatch(/^> \*\*Left out.*the result/u);
    expect(bytes(least)).toBeLessThan(8192);
  });
});

describe('summary of a run on a platform that is not ours', () => {
  const text = jobSummary(endpointRun);

  it('says in its title, its counts and its tables that no control was exercised', () => {
    expect(headings(text)).toEqual([
      '## ✔ HELD: Every objective that was tested held, control not exercised: the platform is not ours.',
      '### All objectives',
      '### No control was removed: the platform is not ours',
    ]);
    expect(text).toContain('<br>Negative controls: not exercised: the platform is not ours<br>');
    expect(text).toContain('| ✔ held, control not exercised | request-flood |');
    expect(text).toContain(
      '| request-flood | In its stead: The attack was felt: 1,140 of 1,200 requests of the attack were refused (95 %) |',
    );
    expect(text).toContain(String.raw`endpoint https\://llm.example.com`);
  });
});
