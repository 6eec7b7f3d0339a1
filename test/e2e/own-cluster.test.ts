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

// The quotas of tenant-b and tenant-c say 4 GPUs and 64Gi.
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

const env = { TEAM_A_KEY: 'key-a', TEAM_B_KEY: 'key-b', TEAM_C_KEY: 'key-c' };
const scenarios = ['--scenario', 'promised-gpus', 'promised-memory'];

const kept = 'gpus=4,memory=64Gi';

/** Settings as init writes them for who promised team-b so much, and team-c, if it is there. */
async function settingsFor(...promised: readonly string[]): Promise<string> {
  const config = join(folder, `${promised.join('-')}.yaml`);
  const { kubeconfigPath } = platform.cluster;
  const teams = ['b', 'c']
    .slice(0, promised.length)
    .map((letter, index) => [
      '--tenant',
      `team-${letter},rpm=600,model=m,namespace=tenant-${letter},${promised[index]}`,
    ]);
  const args = ['--endpoint', gateway.url.href, '--tenant', 'team-a,rpm=6000,model=m', ...teams.flat()];
  const written = await runCli(
    ['init', ...args, '--kubeconfig', kubeconfigPath, '--output', config, '--yes', '--force'],
    { env },
  );
  expect(written).toMatchObject({ exitCode: exitCode.held, stderr: written.stderr });
  return config;
}

async function play(...promised: readonly string[]): Promise<CliResult & { report: Report }> {
  const args = ['--config', await settingsFor(...promised), '--reports', reports.folder, ...scenarios];
  const result = await runCli(['verify', ...args], { env });
  return { ...result, report: (await reports.latest()).report };
}

const statuses = ({ verdicts }: Report): Record<string, Verdict['status']> =>
  Object.fromEntries(verdicts.map(({ id, status }) => [id, status]));

test('a dry run of the plan tells how many pods are tried, and in which namespace', async () => {
  const config = await settingsFor(kept, 'gpus=4');
  const { stdout, exitCode: code } = await runCli(['verify', '--config', config, '--dry-run', ...scenarios], {
    env,
  });
  expect(code).toBe(exitCode.held);
  expect(JSON.parse(stdout)).toMatchObject({
    target: {
      podDryRuns: [
        { namespace: 'tenant-b', pods: 4 },
        { namespace: 'tenant-c', pods: 2 },
      ],
    },
  });
});

test('promises that the cluster keeps are held, and nothing is made in it', async () => {
  const { exitCode: code, report, stdout, stderr } = await play(kept);
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

/** What was found of each tenant. */
const byTenant = ({ verdicts }: Report, check: string): Record<string, Verdict['status']> => {
  const { tenants = [] } = verdicts.find(({ id }) => id === `promised-gpus/protected/${check}`) ?? {};
  return Object.fromEntries(tenants.map(({ tenant, status }) => [tenant, status]));
};

test('of two tenants each is asked: that of whom the quota is too generous is named, and the other keeps its promise', async () => {
  const { exitCode: code, report, stdout, stderr } = await play(kept, 'gpus=3,memory=64Gi');
  expect(code).toBe(exitCode.breached);
  expect(stderr).toMatch(/4 in namespace tenant-b, 20 times .*; 4 in namespace tenant-c, 20 times/);
  expect(statuses(report)).toEqual({
    'promised-gpus/protected/over-share-refused': 'breached',
    // One that gets all that it asks for may be let in with anything.
    'promised-gpus/protected/within-share-admitted': 'inconclusive',
    'promised-memory/protected/over-share-refused': 'held',
    'promised-memory/protected/within-share-admitted': 'held',
  });
  expect(byTenant(report, 'over-share-refused')).toEqual({ 'team-b': 'held', 'team-c': 'breached' });
  expect(byTenant(report, 'within-share-admitted')).toEqual({ 'team-b': 'held', 'team-c': 'inconclusive' });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('worst: team-c 4, a pod with 4 GPUs is let in');
  for (const namespace of ['tenant-b', 'tenant-c'])
    expect((await platform.core.listNamespacedPod({ namespace })).items).toEqual([]);
});

test('of two tenants both promises are kept', async () => {
  const { exitCode: code, report } = await play(kept, kept);
  expect(code).toBe(exitCode.held);
  expect(byTenant(report, 'over-share-refused')).toEqual({ 'team-b': 'held', 'team-c': 'held' });
  expect(byTenant(report, 'within-share-admitted')).toEqual({ 'team-b': 'held', 'team-c': 'held' });
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
