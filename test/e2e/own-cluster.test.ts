import '../helpers/one-cluster-at-a-time.ts';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Report, Verdict } from '../../src/model/report.ts';
import {
  startPlatformOnCluster,
  type PlatformOnCluster,
} from '../contract/reference-stack/platform-on-cluster.ts';
import { limitedServer, type LimitedServer } from '../helpers/limited-server.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

// The quota of tenant-b says 4 GPUs and 64Gi.
let folder: string;
let reports: TestReports;
let platform: PlatformOnCluster;
let gateway: LimitedServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-own-cluster-'));
  reports = await testReports();
  platform = await startPlatformOnCluster();
  gateway = await limitedServer({ requestsPerMinute: 6000, burstRequests: 100 });
}, 240_000);
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
  await reports?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const env = { TEAM_A_KEY: 'key-a', TEAM_B_KEY: 'key-b' };
const scenarios = ['--scenario', 'promised-gpus', 'promised-memory'];

/** Settings as init writes them for who promised team-b so much. */
async function settingsFor(promised: string): Promise<string> {
  const config = join(folder, `${promised}.yaml`);
  const { kubeconfigPath } = platform.cluster;
  const team = `team-b,rpm=600,model=m,namespace=tenant-b,${promised}`;
  const args = ['--endpoint', gateway.url.href, '--tenant', 'team-a,rpm=6000,model=m', '--tenant', team];
  const written = await runCli(
    ['init', ...args, '--kubeconfig', kubeconfigPath, '--output', config, '--yes', '--force'],
    { env },
  );
  expect(written).toMatchObject({ exitCode: exitCode.held, stderr: written.stderr });
  return config;
}

async function play(promised: string): Promise<CliResult & { report: Report }> {
  const args = ['--config', await settingsFor(promised), '--reports', reports.folder, ...scenarios];
  const result = await runCli(['verify', ...args], { env });
  return { ...result, report: (await reports.latest()).report };
}

const statuses = ({ verdicts }: Report): Record<string, Verdict['status']> =>
  Object.fromEntries(verdicts.map(({ id, status }) => [id, status]));

test('a dry run of the plan tells how many pods are tried, and in which namespace', async () => {
  const config = await settingsFor('gpus=4,memory=64Gi');
  const { stdout, exitCode: code } = await runCli(['verify', '--config', config, '--dry-run', ...scenarios], {
    env,
  });
  expect(code).toBe(exitCode.held);
  expect(JSON.parse(stdout)).toMatchObject({
    target: { podDryRuns: [{ namespace: 'tenant-b', pods: 4 }] },
  });
});

test('promises that the cluster keeps are held, and nothing is made in it', async () => {
  const { exitCode: code, report, stdout, stderr } = await play('gpus=4,memory=64Gi');
  expect({ statuses: statuses(report), code, stdout, stderr }).toEqual({
    statuses: {
      'promised-gpus/protected/over-share-refused': 'held',
      'promised-gpus/protected/within-share-admitted': 'held',
      'promised-memory/protected/over-share-refused': 'held',
      'promised-memory/protected/within-share-admitted': 'held',
    },
    code: exitCode.held,
    stdout,
    stderr,
  });
  expect(stderr).toMatch(
    /is asked about pods \(server-side dry run, none is made\): 4 in namespace tenant-b/,
  );
  expect(report.verdicts.map(({ control }) => control)).toEqual(
    Array.from({ length: 4 }, () => 'not-exercised'),
  );
  expect((await platform.core.listNamespacedPod({ namespace: 'tenant-b' })).items).toEqual([]);
  // A completion for each tenant, to see whether their keys work, and what init asked.
  expect(gateway.asked()).toBeLessThan(30);
});

test('a promise that the cluster exceeds is breached, with the cure', async () => {
  const { exitCode: code, report, stdout } = await play('gpus=3,memory=64Gi');
  expect(code).toBe(exitCode.breached);
  expect(statuses(report)).toMatchObject({
    'promised-gpus/protected/over-share-refused': 'breached',
    'promised-memory/protected/over-share-refused': 'held',
  });
  expect(stdout).toContain('requests.nvidia.com/gpu');
});

test('a cluster that is gone ends the run with its cause', async () => {
  const config = await settingsFor('gpus=4');
  const gone = join(folder, 'gone.kubeconfig');
  const { kubeconfigPath } = platform.cluster;
  const text = await readFile(kubeconfigPath, 'utf8');
  await writeFile(gone, text.replace(/server: .*/, 'server: https://127.0.0.1:9'));
  await writeFile(config, (await readFile(config, 'utf8')).replace(kubeconfigPath, gone));
  const args = ['verify', '--config', config, '--reports', reports.folder, '--scenario', 'promised-gpus'];
  const { exitCode: code, stderr } = await runCli(args, { env });
  expect(code).toBe(exitCode.environmentFailed);
  expect(stderr).toContain('https://127.0.0.1:9 does not answer');
});
