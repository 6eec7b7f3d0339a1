import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import type { Report } from '../../src/model/report.ts';
import { notAsPromised } from '../helpers/not-as-promised.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';
import { core } from './core-five.ts';

let reports: TestReports;
let result: CliResult;
let report: Report;
let folder: string;

beforeAll(async () => {
  reports = await testReports();
  result = await runCli(['verify', '--reports', reports.folder], {
    env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(reports.folder, 'of-the-step.md') },
  });
  ({ folder, report } = await reports.latest());
}, 1_800_000);
afterAll(() => reports[Symbol.asyncDispose]());

test('the core five are played', () => {
  expect(new Set(report.verdicts.map(({ scenario }) => scenario))).toEqual(new Set(core));
});

test('the reference stack holds, and each control was seen to matter', () => {
  expect(notAsPromised(report)).toEqual([]);
  expect(report.summary).toMatchObject({
    breached: 0,
    controlsCaught: core.length,
    controlsMissed: 0,
  });
  expect(result.exitCode).toBe(0);
});

test('the report for people says so, and where to look further', () => {
  expect(result.stdout).toContain('HELD');
  expect(result.stdout).toContain('CAUGHT');
  expect(result.stdout).toContain('Exit code: 0');
  expect(result.stdout).toContain(`${report.run.id}/observations.ndjson`);
});

test('a workflow of GitHub is given the summary, and nothing to annotate', async () => {
  const summary = await readFile(join(folder, 'summary.md'), 'utf8');
  expect(summary).toContain('## ✔ HELD');
  expect(await readFile(join(reports.folder, 'of-the-step.md'), 'utf8')).toBe(summary);
  expect(result.stderr).not.toMatch(/::(?:error|warning) /u);
});

test('everything that was seen is on the disk', async () => {
  const text = await readFile(join(folder, 'observations.ndjson'), 'utf8');
  const kinds = new Set(
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind),
  );
  for (const kind of [
    'window',
    'load-ended',
    'api-call',
    'quota',
    'container-ended',
    'restarts',
    'gateway-count',
    'warm-up',
    'conditions',
    'scrapes',
    'model-call',
    'engine-memory',
    'token-bucket',
    'burst-call',
  ]) {
    expect(kinds).toContain(kind);
  }
  const samples = gunzipSync(
    await readFile(join(folder, 'request-flood-protected-victim.csv.gz')),
  ).toString();
  expect(samples.trim().split('\n').length).toBeGreaterThan(3000);
});

test('judged again from the disk, the run gets the same report, byte for byte', async () => {
  const again = await runCli(['judge', folder, '--json']);
  expect(again.stdout).toBe(await readFile(join(folder, 'report.json'), 'utf8'));
  expect(again.exitCode).toBe(result.exitCode);
});

test('no secret is in what was written or printed', async () => {
  const written = await Promise.all(
    ['report.json', 'run.json', 'observations.ndjson', 'plan.json', 'journal.ndjson', 'matrix.md'].map(
      (name) => readFile(join(folder, name), 'utf8'),
    ),
  );
  for (const text of [...written, result.stdout, result.stderr]) {
    expect(text).not.toMatch(/tp-[\w-]{32}/);
    expect(text).not.toMatch(/eyJ[\w-]{20,}/);
    expect(text).not.toContain('PRIVATE KEY');
  }
});

test('nothing is left on the machine', async () => {
  expect(await listLeftovers()).toEqual([]);
});
