import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownNames } from '../../src/journal/own-names.ts';
import type { Report } from '../../src/model/report.ts';
import { k6Processes } from '../helpers/k6-processes.ts';
import { machineTraces } from '../helpers/machine-traces.ts';
import { runCli, startCli } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

let reports: TestReports;
beforeAll(async () => {
  reports = await testReports();
});
afterAll(() => reports[Symbol.asyncDispose]());

const latestReport = async (): Promise<Report> => (await reports.latest()).report;

const tracesOfUs = (): Promise<string[]> => {
  const { prefix, linkPrefix } = ownNames();
  return machineTraces([prefix, linkPrefix]);
};

const flood = ['verify', '--scenario', 'request-flood', '--reports'];

test('k6 that is killed in mid-run: that scenario is inconclusive, the other is judged, exit 20', async () => {
  const args = ['--scenario', 'gpu-quota-storm', 'request-flood', '--reports', reports.folder];
  const run = startCli(['verify', ...args]);
  await run.says('request-flood, control in place · pair');
  const pids = k6Processes('victim-job.json');
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  const { exitCode } = await run.result;
  const { verdicts } = await latestReport();
  const statuses = (scenario: string): Set<string> =>
    new Set(
      verdicts
        .filter((verdict) => verdict.scenario === scenario && verdict.arm === 'protected')
        .map(({ status }) => status),
    );
  expect(statuses('request-flood')).toEqual(new Set(['inconclusive']));
  expect(statuses('gpu-quota-storm')).toEqual(new Set(['held']));
  expect(verdicts.find(({ id }) => id === 'request-flood/protected/victim-p99-ratio')?.reason).toMatch(/k6/);
  expect(exitCode).toBe(20);
  expect(await tracesOfUs()).toEqual([]);
});

test('an A/A run can neither hold nor break, though its numbers are within the limit: nothing was attacked, and it says so', async () => {
  const config = join(reports.folder, 'generous.yaml');
  await writeFile(config, 'limits: { p99Ratio: 3 }\n');
  const { exitCode } = await runCli([...flood, reports.folder, '--config', config, '--no-attack']);
  const { verdicts } = await latestReport();
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['inconclusive']));
  const ratio = verdicts.find(({ id }) => id === 'request-flood/protected/victim-p99-ratio');
  expect(ratio?.reason).toContain('no attack was made');
  expect(exitCode).toBe(20);
});

test('Ctrl-C once: cleaned up, told so, exit 105, and what was judged so far is kept', async () => {
  const run = startCli([...flood, reports.folder]);
  await run.says('request-flood, control in place');
  run.process.kill('SIGINT');
  const { exitCode, stderr } = await run.result;
  expect(exitCode).toBe(105);
  expect(stderr).toContain('SIGINT received: cleaning up');
  expect((await latestReport()).summary).toMatchObject({ held: 0, inconclusive: 5 });
  expect(await tracesOfUs()).toEqual([]);
});

test('a cluster that is lost in mid-run: inconclusive with the cause, everything torn down', async () => {
  const run = startCli([...flood, reports.folder]);
  await run.says('request-flood, control in place');
  const { execFileSync } = await import('node:child_process');
  execFileSync('pkill', ['-KILL', '-f', '/run/tenantproof/programs/etcd']);
  const { exitCode, stderr } = await run.result;
  expect(exitCode).toBe(20);
  expect(stderr).toContain('etcd');
  expect((await latestReport()).summary).toMatchObject({ held: 0, breached: 0 });
  expect(await tracesOfUs()).toEqual([]);
});

test('up, verify on it, down: the cluster is reused and then gone', async () => {
  const up = await runCli(['up']);
  expect(up.exitCode).toBe(0);
  expect(up.stdout).toContain('KUBECONFIG=');
  const verified = await runCli(['verify', '--scenario', 'gpu-quota-storm', '--reports', reports.folder]);
  expect(verified.stderr).toContain("Using the cluster that 'tenantproof up' left running");
  expect(verified.exitCode).toBe(0);
  expect(await tracesOfUs()).not.toEqual([]);
  const down = await runCli(['down']);
  expect(down.exitCode).toBe(0);
  expect(await tracesOfUs()).toEqual([]);
});
