import '../../helpers/one-cluster-at-a-time.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchV1Api, CoreV1Api } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StartedCluster } from '../../../src/cluster/embedded/start-embedded-cluster.ts';
import { distinctMark, type LoadStretch } from '../../../src/experiment/load/load-job.ts';
import { openClusterLoad, type ClusterLoad } from '../../../src/experiment/load/pods/cluster-load.ts';
import { loadNamespace } from '../../../src/experiment/load/pods/load-namespace.ts';
import { startLoadPods } from '../../../src/experiment/load/pods/load-pods.ts';
import { recordLoadEnd } from '../../../src/experiment/load/record-load-end.ts';
import type { LoadOrder, LoadOutcome, RunningLoad } from '../../../src/experiment/load/running-load.ts';
import { loadSurvived } from '../../../src/judge/gates/load-survived.ts';
import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { LoadSamples } from '../../../src/model/load-samples.ts';
import type { Observation, ObservedFact } from '../../../src/model/observation.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { loadGeneratorRef } from '../../../src/stack/images/load-generator-image.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import {
  startTestCluster,
  testCache,
  writeNodeImage,
  type TestCache,
} from '../../helpers/embedded-cluster.ts';
import { exactPercentile, judgedPercentile, startTarget } from './load-target.ts';
import { processesWith } from '../../helpers/k6-processes.ts';
import { floodPlan } from '../../unit/judge/example-arm.ts';

const signal = AbortSignal.timeout(300_000);
const apiKey = 'tp-known-to-nobody';
const runId = '20261128-120000-abcd';

let cache: TestCache;
let cluster: StartedCluster;
let core: CoreV1Api;
let target: URL;
let loads: ClusterLoad;

beforeAll(async () => {
  cache = await testCache();
  const archive = join(cache.folder, 'node.tar');
  const { k6 } = await findPrograms(['k6'], { env: process.env, signal, progress: silentProgress });
  [cluster] = await Promise.all([startTestCluster(cache), writeNodeImage(archive)]);
  core = cluster.kube.makeApiClient(CoreV1Api);
  await cluster.loadImage(archive, signal);
  target = await startTarget(core, signal);
  const stack = { gatewayFromPods: async () => target };
  loads = await openClusterLoad({ cluster, stack, runId, k6, pods: 4, signal, progress: silentProgress });
}, 240_000);

afterAll(async () => {
  await loads?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
  await cache?.[Symbol.asyncDispose]();
}, 60_000);

beforeEach(async () => void (await fetch(new URL('/forget', target))));

afterEach(async () => {
  const selected = { namespace: loadNamespace };
  const pods = (await core.listNamespacedPod(selected)).items;
  const jobs = (await cluster.kube.makeApiClient(BatchV1Api).listNamespacedJob(selected)).items;
  const left = [...pods, ...jobs].map(({ metadata }) => metadata?.name);
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
});

const seenByTarget = async (): Promise<object> =>
  (await (await fetch(new URL('/seen', target))).json()) as object;

const stretch: LoadStretch = { name: 'all', rateRps: 400, startSeconds: 0, durationSeconds: 10, vus: 120 };

const start = (
  name: string,
  changes: Partial<LoadStretch> = {},
  more: Partial<LoadOrder> = {},
): Promise<RunningLoad> =>
  loads.startLoad({
    role: 'victim',
    job: {
      apiKeys: [apiKey],
      body: `{"prompt":"${distinctMark}"}`,
      timeoutSeconds: 2,
      stretches: [{ ...stretch, ...changes }],
    },
    samplesPath: join(cache.folder, `${name}.csv.gz`),
    signal,
    ...more,
  });

const aSample = (load: RunningLoad): Promise<true> =>
  waitUntil(async () => (load.samples.count > 0 ? { ready: true } : { seen: 'no sample' }), {
    what: 'a sample',
    timeoutMs: 20_000,
    signal,
  });

test('four pods offer one load at its rate, and its percentile is that of all samples', async () => {
  await using load = await start('merged');
  await load.release();
  const outcome = await load.ended;
  const samples = load.samples.snapshot();
  const { rows, percentileMs } = exactPercentile(await readFile(join(cache.folder, 'merged.csv.gz')), 0.99);
  const intended = [...samples.intendedMs].sort((a, b) => a - b);
  const seconds = ((intended.at(-1) ?? 0) - (intended[0] ?? 0)) / 1000;
  const offeredRps = (rows - 1) / seconds;

  expect(outcome).toMatchObject({ exitCode: 0, stoppedByUs: false, droppedIterations: 0, lost: undefined });
  expect(Math.abs(rows / 4000 - 1)).toBeLessThanOrEqual(0.005);
  expect(Math.abs(offeredRps / 400 - 1)).toBeLessThanOrEqual(0.005);
  expect(judgedPercentile(samples, 0.99)).toBe(percentileMs);
  // Nothing is missing, and no request was sent by two pods.
  expect(outcome.pods?.map(({ linesRead, linesWritten }) => linesRead === linesWritten)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(outcome.pods?.reduce((sum, { linesRead }) => sum + linesRead, 0)).toBe(rows);
  expect(await seenByTarget()).toEqual({ requests: rows, distinct: rows, keys: [`Bearer ${apiKey}`] });
});

test('the sham goes to a null sink in each pod', async () => {
  await using load = await start('sham', { name: 'sham_window_0', durationSeconds: 2 });
  await load.release();
  const outcome = await load.ended;
  expect(Math.abs(outcome.shamRequests / 800 - 1)).toBeLessThanOrEqual(0.005);
  expect(outcome).toMatchObject({ exitCode: 0, refusedWithoutRetryAfter: 0, lost: undefined });
  expect({ seen: await seenByTarget(), samples: load.samples.count }).toMatchObject({
    seen: { requests: 0 },
    samples: 0,
  });
});

test('the namespace of the loads carries the label of its run', async () => {
  const { metadata } = await core.readNamespace({ name: loadNamespace });
  expect(metadata?.labels).toMatchObject({ 'tenantproof.dev/run': runId });
});

test('a load that waits is known to nobody else, and what is stored of its pods has no key in it', async () => {
  await using load = await start('waiting', { durationSeconds: 30 });
  const { items } = await core.listNamespacedPod({ namespace: loadNamespace });
  expect(items).toHaveLength(4);
  expect(JSON.stringify(items)).not.toContain(apiKey);
  for (const { metadata } of items) {
    const log = await core.readNamespacedPodLog({ namespace: loadNamespace, name: metadata?.name ?? '' });
    expect(log).toBe('');
  }
  const answer = await fetch(`http://${items[0]?.status?.podIP}:8080/stop`, { method: 'POST' });
  expect(answer.status).toBe(403);
  expect(await load.meters()).toHaveLength(4);
  expect(load.samples.count).toBe(0);
});

test('a load that we stop is no loss', async () => {
  await using load = await start('stopped', { durationSeconds: 60 });
  await load.release();
  await aSample(load);
  const outcome = await load.stop();
  expect(outcome).toMatchObject({ stoppedByUs: true, signal: null, lost: undefined });
  expect(outcome.pods?.map(({ linesRead, linesWritten }) => linesRead === linesWritten)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(load.samples.count).toBe(outcome.pods?.reduce((sum, { linesRead }) => sum + linesRead, 0));
});

/** What is recorded of a load that ended so, and what the judge makes of it. */
function verdictOn(load: RunningLoad, outcome: LoadOutcome) {
  const facts: ObservedFact[] = [];
  let kept: LoadSamples | undefined;
  const recorder = {
    folder: cache.folder,
    record: (fact: ObservedFact) => void facts.push(fact),
    keepSamples: (_role: string, samples: LoadSamples) => void (kept = samples),
    snapshot: () => ({ observations: [] }),
  };
  const end = { role: 'victim', offeredRateRps: 400, samplesFile: 'lost.csv.gz', outcome } as const;
  recordLoadEnd(recorder, load.samples, end);
  const observations = facts.map((fact): Observation => ({
    atMs: 0,
    scenario: 's',
    arm: 'protected',
    ...fact,
  }));
  const record = digestRecording({ observations, ...(kept ? { victim: kept } : {}) });
  const verdict = loadSurvived.examine({ ...floodPlan, attack: { kind: 'none', instead: 'steps' } }, record);
  return { kept: kept?.status.length ?? 0, kinds: facts.map(({ kind }) => kind), verdict };
}

const theLoadIsLost = { ok: false, cause: expect.stringContaining('was lost') as string };

test('a pod that is killed is a loss of the load, what was measured is kept, and nothing that needs it is believed', async () => {
  await using load = await start('killed', { durationSeconds: 60 });
  await load.release();
  await aSample(load);
  const [agent = Number.NaN, ...others] = processesWith('/app/load-agent.mjs');
  expect(others).toHaveLength(3);
  process.kill(agent, 'SIGKILL');
  const outcome = await load.ended;
  expect(outcome).toMatchObject({ exitCode: null, stoppedByUs: false });
  expect(outcome.lost).toMatch(/^victim-\w+-\d-\w+: it/);
  expect(outcome.pods?.filter(({ linesWritten }) => linesWritten === null)).toHaveLength(1);
  const { kept, kinds, verdict } = verdictOn(load, outcome);
  expect({ kinds, verdict }).toEqual({ kinds: ['load-ended', 'fault', 'fault'], verdict: theLoadIsLost });
  expect(kept).toBeGreaterThan(0);
});

test('a pod that is removed by others is a loss too, though its samples may all be there', async () => {
  await using load = await start('removed', { durationSeconds: 60 });
  await load.release();
  await aSample(load);
  const { items } = await core.listNamespacedPod({ namespace: loadNamespace });
  const name = items[2]?.metadata?.name ?? '';
  await core.deleteNamespacedPod({ namespace: loadNamespace, name });
  const outcome = await load.ended;
  expect(outcome.stoppedByUs).toBe(false);
  const { kinds, verdict } = verdictOn(load, outcome);
  expect({ kinds, verdict }).toMatchObject({ verdict: theLoadIsLost });
  expect(kinds).toContain('fault');
});

test('pods that nobody asks any more end by themselves', async () => {
  const load = {
    name: 'forsaken',
    namespace: loadNamespace,
    image: loadGeneratorRef,
    pods: 2,
    streamed: false,
  };
  const stretches = [{ ...stretch, durationSeconds: 600 }];
  const job = { url: target.href, apiKeys: [apiKey], body: '{}', timeoutSeconds: 2, stretches };
  await using forsaken = await startLoadPods(cluster.kube, { load: { ...load, stretches }, job, signal });
  await Promise.all(
    forsaken.pods.map(({ whyGone }) =>
      waitUntil(
        async () => {
          const gone = await whyGone();
          return gone === undefined ? { seen: 'it runs' } : { ready: gone };
        },
        { what: 'a pod to end', timeoutMs: 60_000, signal, intervalMs: 500 },
      ),
    ),
  );
  expect(processesWith('/app/load')).toEqual([]);
}, 90_000);

test('a k6 that cannot start says why, and nothing is left of it', async () => {
  await expect(start('broken', { rateRps: -1 })).rejects.toThrow(
    /k6 ended before the load of the victim began: .*the iteration rate must be more than 0/s,
  );
});

test('interrupted, it is gone', async () => {
  const interrupting = new AbortController();
  const load = await start('interrupted', { durationSeconds: 60 }, { signal: interrupting.signal });
  await load.release();
  interrupting.abort(new Error('Ctrl-C'));
  await load[Symbol.asyncDispose]();
  expect(await load.ended).toMatchObject({ stoppedByUs: true, lost: undefined });
});
