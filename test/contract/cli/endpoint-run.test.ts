import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../../src/cli/certificate/keys.ts';
import { writeFormats } from '../../../src/cli/formats/write-formats.ts';
import { exitCodeOfReport } from '../../../src/judge/summary.ts';
import { writeEndpointRun, type EndpointRun } from '../../helpers/recorded-endpoint-run.ts';
import { writeRecordedRun } from '../../helpers/recorded-run.ts';
import { edit } from '../../helpers/certifiable-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { isAttack, metricOf, scraped } from '../../unit/judge/engine-metrics/example-engine.ts';
import { steady } from '../../unit/judge/example-flood.ts';

let folder: string;
let run: string;
let ended: EndpointRun;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-endpoint-'));
  run = join(folder, 'runs/one');
  ended = await writeEndpointRun(run);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const unwrapped = (text: string): string => text.replaceAll(/\s+/gu, ' ');

describe('a run at an endpoint, of which not all could be asked', () => {
  test('is judged anew to the byte as it was judged when it ended', async () => {
    expect(ended.report.summary).toMatchObject({ held: 4, breached: 0, inconclusive: 0, controlsCaught: 0 });
    expect(ended.prepared.plan.notPlanned).toHaveLength(4);
    const { exitCode, stdout, stderr } = await runCliHere(['judge', run, '--json']);
    expect(stdout).toBe(await readFile(join(run, 'report.json'), 'utf8'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('is written down anew to the byte in every format but that with charts', async () => {
    const [then, now] = [join(folder, 'then'), join(folder, 'now')];
    await mkdir(then);
    const { report, prepared } = ended;
    const { plan, scenarios } = prepared;
    const told = { report, plan, scenarios, exitCode: exitCodeOfReport(report), remarks: [] };
    const { files } = await writeFormats(then, told);
    await runCliHere(['report', run, '--output', now]);
    const texts = (place: string): Promise<string[]> =>
      Promise.all(
        files
          .filter(({ file }) => file !== 'report.html')
          .map(({ file }) => readFile(join(place, file), 'utf8')),
      );
    expect(await texts(now)).toEqual(await texts(then));
    const page = await readFile(join(now, 'report.html'), 'utf8');
    expect(page).toContain('<title>HELD, control not exercised: ');
  });

  test('is told to people as held without its control exercised, with what stands for that', async () => {
    const { stdout } = await runCliHere(['judge', run]);
    expect(stdout).toContain('endpoint https://llm.example.com');
    expect(stdout.match(/^ +held, control not exercised$/gmu)).toHaveLength(4);
    expect(stdout.match(/No control was removed: the platform is not ours/gu)).toHaveLength(1);
    expect(unwrapped(stdout)).toMatch(/In its stead: The attack was felt: \d+ of 800 requests/u);
    expect(stdout).toContain('Negative controls: not exercised: the platform is not ours');
  });

  test('gets no certificate, and why: no control was removed', async () => {
    const key = join(folder, 'certificate.key');
    await makeKeyPair(key);
    const { exitCode, stdout } = await runCliHere(['certify', run, '--key', key]);
    expect(exitCode).toBe(20);
    const [, first] = stdout.split('\n');
    expect(first).toBe(
      '  ✘ no control was removed: the run was played on a platform that is not ours, where nobody has seen its checks break',
    );
    expect(stdout).not.toContain('with its weakness');
    await expect(readFile(join(run, 'certificate.json'))).rejects.toThrow('ENOENT');
  });

  test('has a matrix without weaknesses', async () => {
    const { exitCode, stdout } = await runCliHere(['matrix', run]);
    expect(exitCode).toBe(0);
    expect(unwrapped(stdout)).toContain('so that there was no weakness to catch');
    expect(stdout).toContain('request-flood: control not exercised');
    expect(await readFile(join(run, 'matrix.md'), 'utf8')).toContain('held, control not exercised');
  });

  test('stands in the history, and compares with one on the reference stack as what it is', async () => {
    const other = join(folder, 'runs/two');
    await writeRecordedRun(other);
    const { stdout: report } = await runCliHere(['judge', other, '--json']);
    await writeFile(join(other, 'report.json'), report);
    await runCliHere(['history', join(folder, 'runs')]);
    const page = await readFile(join(folder, 'runs/index.html'), 'utf8');
    expect(page).toContain('Held, control not exercised');
    const { exitCode, stdout } = await runCliHere(['compare', other, run]);
    expect(exitCode).toBe(20);
    expect(stdout).toContain('controls: removed one by one → not exercised');
    expect(unwrapped(stdout)).toContain('held → held, control not exercised');
  });
});

test('what the engine counted gives the same verdict when it is judged anew', async () => {
  const place = join(folder, 'felt-by-the-engine');
  const queue = scraped(2, (second) => (isAttack(second) ? 14 : 0));
  const beside = [metricOf('requestsWaiting', queue)];
  const flood = { pairs: 8, aggressor: steady, aggressorEnded: { shamRequests: 1600 }, beside };
  await writeEndpointRun(place, {}, flood);
  const { stdout } = await runCliHere(['judge', place, '--json']);
  expect(stdout).toBe(await readFile(join(place, 'report.json'), 'utf8'));
  expect(stdout).toContain(
    'The attack was felt: the engine had 14 requests waiting in attack windows, 0 at rest',
  );
  await writeEndpointRun(join(folder, 'unfelt'), {}, { ...flood, beside: [] });
  const { stdout: unfelt } = await runCliHere(['judge', join(folder, 'unfelt'), '--json']);
  expect(unfelt).toContain('nothing shows that the attack was felt');
});

describe('a run that was interrupted', () => {
  const interruption = { endedEarly: 'Interrupted by SIGINT', interrupted: true } as const;
  const toldCode = async (place: string): Promise<string> => {
    const output = await mkdtemp(join(folder, 'told-'));
    expect(await runCliHere(['report', place, '--output', output])).toMatchObject({ exitCode: 0 });
    return readFile(join(output, 'metrics.prom'), 'utf8');
  };

  test('at an endpoint says so afterwards as it did: exit code 105', async () => {
    const place = join(folder, 'interrupted');
    const { report } = await writeEndpointRun(place, interruption);
    expect(exitCodeOfReport(report)).toBe(105);
    const { exitCode, stdout } = await runCliHere(['judge', place, '--json']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 105,
      stdout: await readFile(join(place, 'report.json'), 'utf8'),
    });
    expect(await toldCode(place)).toContain('tenantproof_run_exit_code{profile="quick"} 105\n');
    expect(await runCliHere(['matrix', place])).toMatchObject({ exitCode: 105 });
  });

  test('on a cluster too, and one that lost its cluster when all was played is no pass', async () => {
    const place = join(folder, 'on-a-cluster');
    await writeRecordedRun(place);
    await edit<object>(place, 'run.json', (record) => ({ ...record, ...interruption }));
    expect(await toldCode(place)).toContain('tenantproof_run_exit_code{profile="quick"} 105\n');
    await edit<object>(place, 'run.json', (record) => ({ ...record, interrupted: undefined }));
    expect(await toldCode(place)).toContain('tenantproof_run_exit_code{profile="quick"} 20\n');
  });
});
