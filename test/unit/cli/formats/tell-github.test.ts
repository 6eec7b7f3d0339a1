import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellGithub } from '../../../../src/cli/formats/tell-github.ts';
import { silentProgress } from '../../../../src/model/progress.ts';
import { githubAnnotations } from '../../../../src/report/github-annotations.ts';
import { jobSummary } from '../../../../src/report/job-summary.ts';
import type { RunToTell } from '../../../../src/report/format.ts';
import { breachedRun, runWith } from '../../report/example-runs.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-github-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The lines on standard error: notes, then what is told to the runner. */
async function told(env: NodeJS.ProcessEnv, run: RunToTell = breachedRun): Promise<string[]> {
  const notes: string[] = [];
  const tell = (text: string): void => void notes.push(text);
  await tellGithub(run, { env, progress: { ...silentProgress, note: tell }, tellRunner: tell });
  return notes;
}

test('without GitHub nothing is told, and nothing written', async () => {
  expect(await told({})).toEqual([]);
  expect(await told({ GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' })).toEqual([]);
});

test('the summary is written, and appended to what others wrote in the same step', async () => {
  const file = join(folder, 'summary');
  expect(await told({ GITHUB_STEP_SUMMARY: file })).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe(jobSummary(breachedRun));
  await writeFile(file, 'of another command');
  await told({ GITHUB_STEP_SUMMARY: file });
  expect(await readFile(file, 'utf8')).toBe(`of another command\n\n${jobSummary(breachedRun)}`);
});

test('where others have nearly filled the summary of the step, ours is cut to what is left', async () => {
  const file = join(folder, 'nearly-filled');
  await writeFile(file, 'x'.repeat(960 * 1024));
  const evidence = ['é'.repeat(3000), 'é'.repeat(3000)];
  const long = breachedRun.report.verdicts.flatMap((verdict) =>
    Array.from({ length: 10 }, (_, index) => ({ ...verdict, id: `${verdict.id}-${index}`, evidence })),
  );
  expect(await told({ GITHUB_STEP_SUMMARY: file }, runWith(long))).toEqual([]);
  expect((await stat(file)).size).toBeLessThanOrEqual(1000 * 1024);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('## ✘ BREACHED');
  expect(text).toContain('Left out');
});

test('where they have filled it, it stays as it is, and a note says so', async () => {
  const file = join(folder, 'filled');
  await writeFile(file, 'x'.repeat(1000 * 1024));
  expect(await told({ GITHUB_STEP_SUMMARY: file })).toEqual([
    'The summary is not in GITHUB_STEP_SUMMARY: this step has filled it already, with 1024000 bytes',
  ]);
  expect((await stat(file)).size).toBe(1000 * 1024);
});

test('in a workflow what did not hold is annotated', async () => {
  expect(await told({ GITHUB_ACTIONS: 'true' })).toEqual(githubAnnotations(breachedRun));
});

test('a summary that cannot be written is a note, and annotations come all the same', async () => {
  const [note, ...lines] = await told({
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: join(folder, 'missing/summary'),
  });
  expect(note).toMatch(/^The summary is not in GITHUB_STEP_SUMMARY: ENOENT/u);
  expect(lines).toEqual(githubAnnotations(breachedRun));
});
