import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readHistory } from '../../../src/cli/history/read-history.ts';
import { writeHistory } from '../../../src/cli/history/write-history.ts';
import type { Report } from '../../../src/model/report.ts';
import { exampleReport } from '../../unit/report/example-report.ts';

let reports: string;
beforeEach(async () => {
  reports = await mkdtemp(join(tmpdir(), 'tenantproof-test-history-'));
});
afterEach(() => rm(reports, { recursive: true, force: true }));

const onDay = (day: number): Report => ({
  ...exampleReport,
  run: { ...exampleReport.run, startedAt: new Date(Date.UTC(2026, 0, day)).toISOString() },
});

async function folderWith(name: string, text: string): Promise<void> {
  await mkdir(join(reports, name));
  await writeFile(join(reports, name, 'report.json'), text);
}

it('reads every run once, the newest first', async () => {
  await folderWith('b', JSON.stringify(onDay(1)));
  await folderWith('a', JSON.stringify(onDay(2)));
  await symlink('a', join(reports, 'latest'));
  await writeFile(join(reports, 'a', 'report.html'), '');
  await writeFile(join(reports, 'report.schema.json'), '{}');
  const { runs, unread } = await readHistory(reports);
  expect(runs.map(({ folder, hasPage }) => [folder, hasPage])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(unread).toEqual([]);
});

it('keeps the arms with the control in place', async () => {
  await folderWith('a', JSON.stringify(exampleReport));
  const { runs } = await readHistory(reports);
  expect(runs[0]?.objectives.map(({ id }) => id)).toEqual([
    'request-flood/protected/victim-p99-ratio',
    'request-flood/protected/refusals-explained',
    'gpu-quota-storm/protected/gpu-quota-exact',
    'mig-partition/protected/victim-p99-ratio',
  ]);
});

it('leaves out and names what is cut, foreign or of another version', async () => {
  const whole = JSON.stringify(exampleReport);
  await folderWith('cut', whole.slice(0, 500));
  await folderWith('empty', '');
  await folderWith('foreign', '{"verdicts": "none"}');
  await folderWith('later', JSON.stringify({ ...exampleReport, schemaVersion: 2 }));
  await folderWith('whole', whole);
  await mkdir(join(reports, 'without'));
  await mkdir(join(reports, 'strange', 'report.json'), { recursive: true });
  const { runs, unread } = await readHistory(reports);
  expect(runs.map(({ folder }) => folder)).toEqual(['whole']);
  expect(unread).toHaveLength(6);
  expect(unread.join('\n')).toMatch(/cut.*cut off[^]*without has no report\.json/);
});

it('writes one page, and nothing else', async () => {
  await folderWith('a', JSON.stringify(exampleReport));
  await mkdir(join(reports, 'half'));
  const { runs, unread } = await writeHistory(reports);
  expect([runs, unread.length]).toEqual([1, 1]);
  const page = await readFile(join(reports, 'index.html'), 'utf8');
  expect(page).toContain('half has no report.json');
  await writeHistory(reports);
  expect((await readHistory(reports)).runs).toHaveLength(1);
});

it('refuses a folder that is not there', async () => {
  await expect(writeHistory(join(reports, 'nowhere'))).rejects.toMatchObject({ code: 'reports-unreadable' });
});
