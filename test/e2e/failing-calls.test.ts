import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import { exitCode } from '../../src/model/exit-code.ts';
import { startFailingApiServer, type FailingApiServer } from '../helpers/failing-api-server.ts';
import { startHost, type Host } from '../helpers/guest-of-embedded.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

/** Each takes some 15 s; all of them, some hundred, are for `TENANTPROOF_TEST_EVERY_CALL=yes`. */
const sampled = 24;

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

/** What became of a run whose n-th call failed, and each repetition of it. */
interface Outcome {
  n: number;
  call: string | undefined;
  exitCode: number | null;
  left: string[];
}

async function failing(n: number, before: string): Promise<Outcome> {
  apiServer.failFrom(n);
  const run = await verify();
  const call = apiServer.failed();
  apiServer.failFrom(undefined);
  const down = await runCli(['down']);
  const left = [
    ...(await listLeftovers()),
    ...((await onTheCluster()) === before ? [] : ['objects on the cluster']),
    ...(down.exitCode === 0 ? [] : [down.stderr]),
  ];
  return { n, call, exitCode: run.exitCode, left };
}

const every = process.env['TENANTPROOF_TEST_EVERY_CALL'] === 'yes';

/** The calls of a run, thinned out evenly unless all are asked for. */
function chosenFrom(count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => index + 1);
  return every ? all : all.filter((n) => n === 1 || n === count || n % Math.ceil(count / sampled) === 0);
}

test(
  `whichever call to the API server fails: never exit 0, and everything is removed (${every ? 'every call' : 'some calls; all with TENANTPROOF_TEST_EVERY_CALL=yes'})`,
  async () => {
    const before = await onTheCluster();
    apiServer.failFrom(undefined);
    expect((await verify()).exitCode).toBe(exitCode.held);
    const calls = [...apiServer.calls()];
    const outcomes: Outcome[] = [];
    for (const n of chosenFrom(calls.length)) {
      const outcome = await failing(n, before);
      outcomes.push(outcome);
      if (every) process.stderr.write(`${JSON.stringify(outcome)}\n`);
    }
    // No two runs make quite as many calls: a run that came to its end before the n-th has none that failed.
    const failed = outcomes.filter(({ call }) => call !== undefined);
    expect(failed.length).toBeGreaterThanOrEqual(outcomes.length - 2);
    const { inconclusive, environmentFailed, leftBehind } = exitCode;
    const accepted = new Set<number | null>([inconclusive, environmentFailed, leftBehind]);
    expect(failed.filter((outcome) => !accepted.has(outcome.exitCode))).toEqual([]);
    expect(outcomes.filter(({ left }) => left.length > 0)).toEqual([]);
  },
  every ? 4 * 3_600_000 : 1_800_000,
);
