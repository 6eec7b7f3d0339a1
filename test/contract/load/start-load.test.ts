import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { distinctMark, type LoadJob, type LoadStretch } from '../../../src/experiment/load/load-job.ts';
import { startNullSink } from '../../../src/experiment/load/null-sink.ts';
import type { RunningLoad } from '../../../src/experiment/load/running-load.ts';
import { startLoad } from '../../../src/experiment/load/start-load.ts';
import { samplesReader } from '../../../src/judge/load/samples-csv.ts';
import { neverStarted } from '../../../src/model/load-samples.ts';
import { crowdSamplesHeader, samplesHeader } from '../../../src/model/samples-header.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { k6Processes } from '../../helpers/k6-processes.ts';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';

const { signal } = new AbortController();
let k6: string;
let folder: string;
let server: Server;
let answer: (response: ServerResponse) => void;
let seenKeys: Set<string | undefined>;
let seenBodies: string[];

beforeAll(async () => {
  ({ k6 } = await findPrograms(['k6'], { env: process.env, signal, progress: silentProgress }));
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-load-'));
  server = createServer((request, response) => {
    seenKeys.add(request.headers.authorization);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += String(chunk)));
    request.on('end', () => {
      seenBodies.push(body);
      answer(response);
    });
  }).listen(0, '127.0.0.1');
  seenKeys = new Set();
  seenBodies = [];
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const stretch: LoadStretch = { name: 'all', rateRps: 50, startSeconds: 0, durationSeconds: 1, vus: 50 };

const start = (
  name: string,
  changes: Partial<LoadStretch> = {},
  { streamed = false, job = {} }: { streamed?: boolean; job?: Partial<LoadJob> } = {},
): Promise<RunningLoad> =>
  startLoad({
    streamed,
    role: 'victim',
    job: {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`,
      apiKeys: ['secret-key'],
      body: '{}',
      timeoutSeconds: 2,
      stretches: [{ ...stretch, ...changes }],
      ...job,
    },
    k6,
    owner: 'tenantproof-test',
    privateFolder: folder,
    samplesPath: join(folder, `${name}.csv.gz`),
    signal,
  });

test('every request is counted from its intended start, in memory as on the disk', async () => {
  answer = (response) => response.end('{}');
  await using load = await start('plain');
  const releasedMs = await load.release();
  const outcome = await load.ended;
  expect(outcome).toMatchObject({ exitCode: 0, stoppedByUs: false, droppedIterations: 0, lost: undefined });
  const { intendedMs, latencyMs, status } = load.samples.snapshot();
  const intended = [...intendedMs].sort((a, b) => a - b);
  expect(intended.length).toBeGreaterThanOrEqual(50);
  for (let i = 1; i < 50; i++) expect((intended[i] ?? 0) - (intended[i - 1] ?? 0)).toBeCloseTo(20, 1);
  expect(Math.abs((intended[0] ?? 0) - releasedMs)).toBeLessThan(500);
  expect(Math.min(...latencyMs)).toBeGreaterThan(-1);
  expect(new Set(status)).toEqual(new Set([200]));
  expect(seenKeys).toEqual(new Set(['Bearer secret-key']));
  const lines = gunzipSync(await readFile(join(folder, 'plain.csv.gz')))
    .toString()
    .trim()
    .split('\n');
  expect(lines[0]).toBe(samplesHeader);
  expect(lines).toHaveLength(intended.length + 1);
});

test('what finds no free user is counted as dropped', async () => {
  answer = (response) => void setTimeout(() => response.end('{}'), 100);
  await using load = await start('dropped', { vus: 1 });
  await load.release();
  const outcome = await load.ended;
  expect(outcome.droppedIterations).toBeGreaterThan(25);
  const { latencyMs, status } = load.samples.snapshot();
  expect(status.filter((code) => code === neverStarted)).toHaveLength(outcome.droppedIterations);
  expect(Math.min(...latencyMs.filter((latency) => !Number.isNaN(latency)))).toBeGreaterThanOrEqual(99);
});

test('requests of one moment go out together, each with something of its own', async () => {
  answer = (response) => void setTimeout(() => response.end('{}'), 50);
  seenBodies = [];
  await using load = await start(
    'at-once',
    { rateRps: 1 / 0.3, vus: 5 },
    { job: { atOnce: 8, body: `{"prompt":"${distinctMark}"}` } },
  );
  await load.release();
  await load.ended;
  const { intendedMs, status } = load.samples.snapshot();
  const moments = Map.groupBy(intendedMs, (atMs) => atMs);
  expect([...moments.values()].map((sent) => sent.length)).toEqual([8, 8, 8, 8]);
  const [first = 0, second = 0] = [...moments.keys()].sort((a, b) => a - b);
  expect(second - first).toBeCloseTo(300, 1);
  expect(new Set(status)).toEqual(new Set([200]));
  expect(new Set(seenBodies).size).toBe(32);
  expect(new Set(seenBodies.map(({ length }) => length))).toEqual(new Set(['{"prompt":""}'.length + 16]));
});

test('a 429 without Retry-After is told apart from one with it', async () => {
  let odd = false;
  answer = (response) => {
    odd = !odd;
    response.writeHead(429, odd ? { 'Retry-After': '1' } : {}).end();
  };
  await using load = await start('refused');
  await load.release();
  const outcome = await load.ended;
  expect(new Set(load.samples.snapshot().status)).toEqual(new Set([429]));
  expect(Math.abs(outcome.refusedWithoutRetryAfter - load.samples.count / 2)).toBeLessThanOrEqual(1);
});

test('the first byte of a streamed answer is told apart from the last', async () => {
  answer = (response) => {
    response.write('data: one\n\n');
    setTimeout(() => response.end('data: two\n\n'), 300);
  };
  await using load = await start('streamed', {}, { streamed: true });
  await load.release();
  await load.ended;
  const { firstByteMs, latencyMs, sendDelayMs } = load.samples.snapshot();
  expect(firstByteMs.length).toBeGreaterThanOrEqual(50);
  for (const [index, latency] of latencyMs.entries()) {
    const firstByte = firstByteMs[index] ?? Number.NaN;
    expect(firstByte).toBeLessThan(latency);
    expect(sendDelayMs[index]).toBeLessThanOrEqual(firstByte);
  }
  const apart = latencyMs.map((latency, index) => latency - (firstByteMs[index] ?? Number.NaN)).sort();
  expect(apart[Math.floor(apart.length / 2)]).toBeGreaterThan(200);
});

test('a sham goes to the null sink, is counted, and is no sample', async () => {
  let reached = 0;
  answer = (response) => {
    reached++;
    response.end('{}');
  };
  await using sink = await startNullSink('tenantproof-test');
  await using load = await start('sham', { name: 'sham_window_0' }, { job: { sinkUrl: sink.url } });
  await load.release();
  const outcome = await load.ended;
  expect(outcome.shamRequests).toBeGreaterThanOrEqual(50);
  expect(outcome).toMatchObject({ exitCode: 0, refusedWithoutRetryAfter: 0, lost: undefined });
  expect({ reached, samples: load.samples.count }).toEqual({ reached: 0, samples: 0 });
});

const tally = (values: Iterable<number>): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

test('tenants of one load take turns, each with its own key, and samples say whose they are', async () => {
  answer = (response) => response.end('{}');
  seenKeys.clear();
  const apiKeys = ['first-key', 'second-key', 'third-key', 'fourth-key', 'fifth-key'];
  await using load = await start('many', {}, { job: { apiKeys } });
  await load.release();
  await load.ended;
  expect(seenKeys).toEqual(new Set(apiKeys.map((key) => `Bearer ${key}`)));
  const { tenant = new Int16Array(), intendedMs } = load.samples.snapshot();
  const rounds = Math.floor(tenant.length / 5);
  const counts = tally(tenant);
  expect(new Set(counts.keys())).toEqual(new Set([0, 1, 2, 3, 4]));
  for (const times of counts.values()) expect(times).toBeGreaterThanOrEqual(rounds);
  // Rounds begin with someone else, so that nobody sends at equal distances.
  const inOrder = [...tenant.keys()].sort((a, b) => (intendedMs[a] ?? 0) - (intendedMs[b] ?? 0));
  const firsts = inOrder.filter((_, index) => index % 5 === 0).map((index) => tenant[index]);
  expect(new Set(firsts).size).toBeGreaterThan(1);
  const text = gunzipSync(await readFile(join(folder, 'many.csv.gz'))).toString();
  expect(text.startsWith(`${crowdSamplesHeader}\n`)).toBe(true);
  const places: number[] = [];
  const reader = samplesReader((sample) => places.push(sample.tenant ?? Number.NaN));
  reader.read(Buffer.from(text));
  reader.finish();
  expect(places).toEqual([...tenant]);
  expect(text).not.toContain('key');
});

test('tenants that join one after the other leave the first alone at first', async () => {
  answer = (response) => response.end('{}');
  await using load = await start('joining', { joinSeconds: 1 }, { job: { apiKeys: ['a', 'b'] } });
  await load.release();
  await load.ended;
  const { tenant = new Int16Array(), intendedMs } = load.samples.snapshot();
  const firstMs = Math.min(...intendedMs);
  const early = tenant.filter((_, index) => (intendedMs[index] ?? 0) < firstMs + 490);
  expect(tally(early)).toEqual(new Map([[0, 25]]));
  expect(new Set(tenant)).toEqual(new Set([0, 1]));
});

test('nobody knows whose request it was that k6 did not start', async () => {
  answer = (response) => void setTimeout(() => response.end('{}'), 100);
  await using load = await start('dropped-of-many', { vus: 1 }, { job: { apiKeys: ['a', 'b'] } });
  await load.release();
  await load.ended;
  const { tenant = new Int16Array(), status } = load.samples.snapshot();
  const unstarted = tenant.filter((_, index) => status[index] === neverStarted);
  expect(new Set(unstarted)).toEqual(new Set([-1]));
});

test('k6 that is killed is a loss, and what it had measured is kept', async () => {
  answer = (response) => response.end('{}');
  await using load = await start('killed', { durationSeconds: 30 });
  await load.release();
  await waitUntil(async () => (load.samples.count > 0 ? { ready: true } : { seen: 'no sample' }), {
    what: 'a sample',
    timeoutMs: 10_000,
    signal,
  });
  for (const pid of k6Processes(folder)) process.kill(pid, 'SIGKILL');
  const outcome = await load.ended;
  expect(outcome).toMatchObject({ exitCode: null, signal: 'SIGKILL', stoppedByUs: false });
  expect(load.samples.count).toBeGreaterThan(0);
});

test('k6 that we stop is no loss', async () => {
  answer = (response) => response.end('{}');
  await using load = await start('stopped', { durationSeconds: 30 });
  await load.release();
  await once(server, 'request');
  expect(await load.stop()).toMatchObject({ stoppedByUs: true, signal: null, lost: undefined });
});

test('a k6 that cannot start says why', async () => {
  const broken = start('broken', { rateRps: -1 });
  await expect(broken).rejects.toThrow(
    /k6 ended before the load of the victim began: .*the iteration rate must be more than 0/s,
  );
});
