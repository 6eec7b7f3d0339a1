import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { samplesReader } from '../../src/judge/load/samples-csv.ts';
import { listLeftovers } from '../../src/journal/undo-all.ts';
import { startHost, type Host } from '../helpers/guest-of-embedded.ts';
import { notAsPromised } from '../helpers/not-as-promised.ts';
import { kindsOutsideNamespaces } from '../helpers/outside-namespaces.ts';
import { runCli, startCli, type RunningCli } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';
import { core, coreElsewhere } from './core-five.ts';

/** Somebody else's: it has the label by which the reference stack knows its tenants, and a pod of its own. */
const bystander = `
apiVersion: v1
kind: Namespace
metadata: { name: bystander, labels: { tenant: bystander } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: theirs, namespace: bystander }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: theirs, namespace: bystander }
`;
const theirPod = `
apiVersion: v1
kind: Pod
metadata: { name: theirs, namespace: bystander }
spec:
  serviceAccountName: theirs
  automountServiceAccountToken: false
  containers: [{ name: idle, image: "docker.io/tenantproof/pause:1", imagePullPolicy: Never }]
`;

const inNamespaces =
  'configmaps,secrets,serviceaccounts,services,resourcequotas,limitranges,roles,rolebindings';

let host: Host;
let reports: TestReports;
beforeAll(async () => {
  reports = await testReports();
  host = await startHost();
  await host.kubectl(['apply', '-f', '-'], bystander);
  await host.kubectl(['apply', '-f', '-'], theirPod);
  await host.kubectl(['wait', '-n', 'bystander', '--for=condition=Ready', 'pod/theirs', '--timeout=60s']);
}, 300_000);
afterAll(async () => {
  await host?.[Symbol.asyncDispose]();
  await reports[Symbol.asyncDispose]();
});

const listed = (...fields: string[]): string[] => {
  const shown = ['.kind', '.metadata.name', '.metadata.uid', ...fields].map((field) => `{${field}}`);
  return ['-o', `jsonpath={range .items[*]}${shown.join(' ')}{"\\n"}{end}`];
};
const ofPods = ['.metadata.generation', '.status.containerStatuses[*].restartCount', '.status.phase'];
/** Everything of theirs, each with its version: one byte changed is another. The kubelet may state anew how a pod is. */
const theirs = async (): Promise<string[]> =>
  await Promise.all([
    host.kubectl(['get', inNamespaces, '-n', 'bystander', ...listed('.metadata.resourceVersion')]),
    host.kubectl(['get', 'pods', '-n', 'bystander', ...listed(...ofPods)]),
  ]);
const names = ['-o', 'name'];
const ofAll = (): Promise<string> => host.kubectl(['get', kindsOutsideNamespaces, ...names]);

let before: { theirs: string[]; ofAll: string };
beforeAll(async () => {
  before = { theirs: await theirs(), ofAll: await ofAll() };
});
/** Asked at the end of every test: nothing of the cluster is other than it was. */
const nothingIsLeft = async (): Promise<void> => {
  expect({ theirs: await theirs(), ofAll: await ofAll() }).toEqual(before);
  expect(await listLeftovers()).toEqual([]);
};

const start = (...args: string[]): RunningCli =>
  startCli(
    ['verify', '--cluster', 'existing', '--kubeconfig', host.kubeconfig, '--reports', reports.folder].concat(
      args,
    ),
  );

test('as a guest with no more rights than the manifest lists: the same verdicts, nothing left, nobody touched', async () => {
  const run = start('--allow', 'gpu-exhaustion', 'node-pressure', ...(await coreElsewhere(reports.folder)));
  await run.says('control in place');
  // The gate of the reference stack, which lets no pod in before a quota is in force, must not be theirs too.
  await host.kubectl(
    ['create', '--dry-run=server', '-f', '-'],
    theirPod.replace('name: theirs,', 'name: another,'),
  );
  const { exitCode } = await run.result;
  const { report } = await reports.latest();
  expect(notAsPromised(report)).toEqual([]);
  const { summary, run: facts } = report;
  expect(summary).toMatchObject({ controlsCaught: core.length, controlsMissed: 0 });
  expect(facts.cluster?.kind).toBe('existing');
  expect(exitCode).toBe(0);
  await nothingIsLeft();
}, 1_800_000);

test('what could harm others is left out unless it was allowed by name, and the verdict says so', async () => {
  const { exitCode } = await start('--scenario', 'memory-hog').result;
  const { verdicts } = (await reports.latest()).report;
  expect(new Set(verdicts.map(({ status }) => status))).toEqual(new Set(['not-verified']));
  expect(verdicts[0]?.reason).toBe('was not allowed here (--allow node-pressure)');
  expect(exitCode).toBe(20);
  await nothingIsLeft();
});

test('a namespace of that name that is not ours: refused, and it stays as it is', async () => {
  await host.kubectl(['create', 'namespace', 'tenant-a']);
  try {
    const { exitCode, stderr } = await start('--scenario', 'gpu-quota-storm').result;
    expect(stderr).toContain('The cluster has these already, and they are not ours: Namespace tenant-a');
    expect(exitCode).toBe(21);
    expect(await host.kubectl(['get', 'namespace', 'tenant-a', '-o', 'name'])).toBe('namespace/tenant-a');
  } finally {
    await host.kubectl(['delete', 'namespace', 'tenant-a']);
  }
  await nothingIsLeft();
});

test('rights that are missing are listed before anything is made', async () => {
  const narrow = ['patch', 'clusterrole', 'tenantproof-harness', '--type=json', '-p'];
  const was = await host.kubectl(['get', 'clusterrole', 'tenantproof-harness', '-o', 'jsonpath={.rules[0]}']);
  const fewer = JSON.stringify({ ...(JSON.parse(was) as object), verbs: ['get', 'list', 'patch'] });
  await host.kubectl([...narrow, `[{"op":"replace","path":"/rules/0","value":${fewer}}]`]);
  try {
    const { exitCode, stderr } = await start('--scenario', 'gpu-quota-storm').result;
    expect(stderr).toContain('create namespaces, delete namespaces');
    expect(stderr).toContain('k8s-fixtures/access/harness.yaml');
    expect(exitCode).toBe(21);
  } finally {
    await host.kubectl([...narrow, `[{"op":"replace","path":"/rules/0","value":${was}}]`]);
  }
  await nothingIsLeft();
});

test('a harness that is killed: the next command removes what it made there', async () => {
  const run = start('--scenario', 'request-flood');
  await run.says('request-flood, control in place');
  run.process.kill('SIGKILL');
  await run.result;
  expect(await ofAll()).toContain('namespace/tenant-a');
  const down = await runCli(['down']);
  expect(down.exitCode).toBe(0);
  await nothingIsLeft();
});

/** Start of every request of a load, in order, and whether it was answered as it should. */
async function requestsIn(file: string): Promise<{ startedMs: number; succeeded: boolean }[]> {
  const found: { startedMs: number; succeeded: boolean }[] = [];
  const reader = samplesReader(({ intendedMs, status }) =>
    found.push({ startedMs: intendedMs, succeeded: status === 200 }),
  );
  reader.read(gunzipSync(await readFile(file)));
  reader.finish();
  return found.toSorted((a, b) => a.startedMs - b.startedMs);
}

test('the abort button: the attack ends within 5 s of the first failure of the victim, and the run with it', async () => {
  const config = join(reports.folder, 'stop-when.yaml');
  // Plain lines come once in 15 s at most: of windows so long each is told.
  await writeFile(config, 'stopWhen: { victimErrorRatio: 0.5 }\nwindows: { seconds: 20 }\n');
  const run = start('--config', config, '--scenario', 'request-flood');
  await run.says('· attack');
  await host.kubectl(['delete', 'service,deployment', 'gateway', '-n', 'inference-system']);
  const { exitCode, stderr } = await run.result;
  expect(stderr).toMatch(/stopped, as stopWhen says: \d+ % of the victim's last requests failed/);
  const { folder, report } = await reports.latest();
  const [victim, aggressor] = await Promise.all(
    ['victim', 'aggressor'].map((role) => requestsIn(join(folder, `request-flood-protected-${role}.csv.gz`))),
  );
  const firstFailureMs = victim?.find(({ succeeded }) => !succeeded)?.startedMs ?? Number.NaN;
  const lastOfAttackMs = aggressor?.at(-1)?.startedMs ?? Number.NaN;
  expect(lastOfAttackMs - firstFailureMs).toBeLessThanOrEqual(5_000);
  // What failed in the attack window is a breach, although that was cut short; nothing can be held.
  const breached = report.verdicts.filter(({ status }) => status === 'breached').map(({ id }) => id);
  expect(breached).toContain('request-flood/protected/victim-errors');
  for (const id of breached)
    expect(id).toMatch(/^request-flood\/protected\/(?:victim-errors|refusals-explained)$/);
  expect(report.summary).toMatchObject({ held: 0, controlsCaught: 0 });
  expect(exitCode).toBe(99);
  await nothingIsLeft();
});
