import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import { exitCode } from '../../src/model/exit-code.ts';
import { startFailingApiServer, type FailingApiServer } from '../helpers/failing-api-server.ts';
import { callsToFail, failingRuns } from '../helpers/calls-to-fail.ts';
import { startHost, type Host } from '../helpers/guest-of-embedded.ts';
import { kindsOutsideNamespaces } from '../helpers/outside-namespaces.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

/** Each takes 20 s and more; all calls of a run are for hours, and for who asks for them. */
const runs = failingRuns(callsToFail(process.env['TENANTPROOF_TEST_EVERY_CALL']));

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

const onTheCluster = (): Promise<string> => host.kubectl(['get', kindsOutsideNamespaces, '-o', 'name']);

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

const { inconclusive, environmentFailed, leftBehind } = exitCode;

test.for(runs)(
  '$name fails, and each repetition of it: never exit 0, and everything is removed',
  async ({ nth }, { skip, task }) => {
    const n = nth(calls);
    // No two runs make quite as many calls.
    skip(n > calls, `a run makes ${calls} calls`);
    apiServer.failFrom(n);
    const run = await verify();
    const call = apiServer.failed();
    apiServer.failFrom(undefined);
    // A test has its name before it is played; what came out stands beside it.
    process.stdout.write(`${task.name}\n  call ${n}, ${call ?? 'not made'}: exit ${run.exitCode}\n`);
    const { exitCode: downExit, stderr: downErrors } = await runCli(['down']);
    expect({ downExit, downErrors }).toEqual({ downExit: exitCode.held, downErrors });
    expect(await listLeftovers()).toEqual([]);
    expect(await onTheCluster()).toBe(before);
    skip(call === undefined, 'this run made fewer calls');
    expect({ call, exitCode: run.exitCode, stderr: run.stderr }).toEqual({
      call,
      exitCode: expect.toBeOneOf([inconclusive, environmentFailed, leftBehind]),
      stderr: run.stderr,
    });
  },
);
