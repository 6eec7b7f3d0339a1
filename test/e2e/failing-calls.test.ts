import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import { exitCode } from '../../src/model/exit-code.ts';
import { startFailingApiServer, type FailingApiServer } from '../helpers/failing-api-server.ts';
import { startHost, type Host } from '../helpers/guest-of-embedded.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

/** Each takes 20 s and more; all calls of a run are for hours, and for who asks for them. */
const samples = process.env['TENANTPROOF_TEST_EVERY_CALL'] === 'yes' ? 450 : 6;

let host: Host;
let reports: TestReports;
let apiServer: FailingApiServer;
let kubeconfig: string;
beforeAll(async () => {
  reports = await testReports();
  host = await startHost();
  apiServer = await startFailingApiServer(await readFile(host.kubeconfig, 'utf8'));
  kubeconfig = join(reports.folder, 'failing.kubeconfig');
  await writeFile(kubeconfig, apiServer.kubeconfig, { mode: 0o600 });
}, 300_000);
afterAll(async () => {
  await apiServer?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
  await reports[Symbol.asyncDispose]();
});

const verify = (): Promise<CliResult> =>
  runCli(
    ['verify', '--cluster', 'existing', '--kubeconfig', kubeconfig, '--reports', reports.folder].concat([
      '--allow',
      'gpu-exhaustion',
      '--scenario',
      'gpu-quota-storm',
    ]),
  );

const ofCluster =
  'namespaces,clusterroles,clusterrolebindings,priorityclasses,validatingadmissionpolicies,validatingadmissionpolicybindings';
const onTheCluster = (): Promise<string> => host.kubectl(['get', ofCluster, '-o', 'name']);

/** How many calls a run makes if none fails, and what is on the cluster without it. */
let calls: number;
let before: string;
beforeAll(async () => {
  before = await onTheCluster();
  apiServer.failFrom(undefined);
  const sound = await verify();
  if (sound.exitCode !== exitCode.held) throw new Error(sound.stderr);
  calls = apiServer.calls().length;
});

test.for(Array.from({ length: samples }, (_, index) => index / samples))(
  'a call fails, and each repetition of it, %d of the way through a run: never exit 0, and everything is removed',
  async (share, { skip }) => {
    apiServer.failFrom(1 + Math.round(share * (calls - 1)));
    const run = await verify();
    const call = apiServer.failed();
    apiServer.failFrom(undefined);
    const down = await runCli(['down']);
    expect(down.stderr).not.toContain('could not');
    expect(down.exitCode).toBe(0);
    expect(await listLeftovers()).toEqual([]);
    expect(await onTheCluster()).toBe(before);
    // No two runs make quite as many calls.
    skip(call === undefined, 'this run made fewer calls');
    const { inconclusive, environmentFailed, leftBehind } = exitCode;
    expect({ call, exitCode: run.exitCode, stderr: run.stderr }).toEqual({
      call,
      exitCode: expect.toBeOneOf([inconclusive, environmentFailed, leftBehind]),
      stderr: run.stderr,
    });
  },
);
