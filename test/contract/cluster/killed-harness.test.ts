import '../../helpers/one-cluster-at-a-time.ts';
import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachEmbeddedCluster } from '../../../src/cluster/embedded/attach-embedded-cluster.ts';
import { listLeftovers, undoAll } from '../../../src/journal/undo-all.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { testCache, testPrograms, uniqueName, type TestCache } from '../../helpers/embedded-cluster.ts';
import { machineTraces } from '../../helpers/machine-traces.ts';

const signal = AbortSignal.timeout(180_000);
const undo = (includeKept: boolean): ReturnType<typeof undoAll> =>
  undoAll({ includeKept, progress: silentProgress, signal, env: cache.env });

let cache: TestCache;

beforeAll(async () => {
  cache = await testCache();
  await testPrograms();
}, 1_200_000);

const harnesses: ChildProcess[] = [];

afterAll(async () => {
  for (const harness of harnesses) harness.kill('SIGKILL');
  await undo(true);
  await cache[Symbol.asyncDispose]();
});

function startHarness(name: string, then: 'keep' | 'hold'): ChildProcessByStdio<null, Readable, null> {
  const harness = spawn(process.execPath, ['test/leftovers/start-cluster.ts', name, then], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TEST_CACHE: cache.folder },
  });
  harnesses.push(harness);
  return harness;
}

/** Lines that the journal has, as the harness writes it. */
const journalHas =
  (lines: number) =>
  async (name: string): Promise<void> => {
    const file = join(cache.folder, 'tenantproof', 'journals', `${name}.ndjson`);
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => '');
      if (text.split('\n').length > lines) return;
      await delay(1, undefined, { signal });
    }
  };

const said =
  (words: string) =>
  async (_name: string, output: NodeJS.ReadableStream): Promise<void> => {
    for await (const line of createInterface(output)) if (line.includes(words)) return;
  };

test.each([
  ['before its first change is recorded', journalHas(1)],
  ['when its first changes are recorded', journalHas(2)],
  ['while the API server starts', said('API server')],
  ['while the kubelet starts', said('kubelet')],
  ['when the node is ready', said('holding')],
])('killed %s, it leaves nothing that an undo does not find', { timeout: 60_000 }, async (_, moment) => {
  const name = uniqueName();
  const harness = startHarness(name, 'hold');
  await moment(name, harness.stdout);
  harness.kill('SIGKILL');
  await once(harness, 'exit');
  expect(await undo(false)).toEqual([]);
  expect(await listLeftovers(cache.env)).toEqual([]);
  expect(await machineTraces([name, cache.folder])).toEqual([]);
});

test(
  'kept, it outlives its harness and a sweep, can be used, and goes with down',
  { timeout: 60_000 },
  async () => {
    const name = uniqueName();
    const harness = startHarness(name, 'keep');
    const [exitCode] = await once(harness, 'exit');
    expect(exitCode).toBe(0);

    expect(await undo(false)).toEqual([]);
    expect(await listLeftovers(cache.env)).toEqual([]);
    const attached = await attachEmbeddedCluster({ name, signal, env: cache.env });
    expect(attached?.kubernetesVersion).toMatch(/^v1\./);
    await attached?.[Symbol.asyncDispose]();

    const second = await attachEmbeddedCluster({ name, signal, env: cache.env });
    const lost = once(second?.lost ?? new EventTarget(), 'abort');
    const both = await Promise.all([undo(true), undo(true)]);
    expect(both).toEqual([[], []]);
    await lost;
    expect(second?.lost.reason).toMatchObject({ code: 'node-ended' });
    expect(await attachEmbeddedCluster({ name, signal, env: cache.env })).toBeUndefined();
    expect(await machineTraces([name, cache.folder])).toEqual([]);
  },
);
