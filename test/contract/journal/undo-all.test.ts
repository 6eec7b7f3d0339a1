import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../../src/journal/journal.ts';
import { ownerVariable, ownNames } from '../../../src/journal/own-names.ts';
import { identifyProcess, isAlive, ownIdentity } from '../../../src/journal/process-identity.ts';
import { listLeftovers, undoAll } from '../../../src/journal/undo-all.ts';
import { silentProgress } from '../../../src/model/progress.ts';

let cache: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'journal-test-'));
  env = { ...process.env, XDG_CACHE_HOME: cache };
});

afterEach(() => rm(cache, { recursive: true }));

const undo = (includeKept = false): ReturnType<typeof undoAll> =>
  undoAll({ includeKept, progress: silentProgress, signal: AbortSignal.timeout(20_000), env });

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function clusterFolder(name: string): Promise<string> {
  const path = join(ownNames(env).clustersFolder, name);
  await mkdir(path, { recursive: true });
  return path;
}

/** Makes an open run look as if its harness had been killed. */
async function killHarness(runId: string): Promise<void> {
  const pointer = join(ownNames(env).openRunsFolder, runId);
  const run = JSON.parse(await readFile(pointer, 'utf8')) as { harness: { startTicks: number } };
  run.harness.startTicks -= 1;
  await writeFile(pointer, JSON.stringify(run));
}

test('a change is undone by its own journal, once', async () => {
  const journal = await openJournal(join(cache, 'run', 'journal.ndjson'), { runId: 'run', env });
  const path = await clusterFolder('one');
  const change = await journal.record({ kind: 'directory', path });
  await Promise.all([change.undo(), change.undo()]);
  await journal.close();
  expect(await exists(path)).toBe(false);
  const marks = (await readFile(journal.file, 'utf8')).trim().split('\n');
  expect(marks.map((line) => (JSON.parse(line) as { mark: string }).mark)).toEqual([
    'opened',
    'undo',
    'done',
    'closed',
  ]);
  expect(await listLeftovers(env)).toEqual([]);
});

test('a living run is left alone; a dead one is undone, with what no journal knows', async () => {
  const living = await openJournal(join(cache, 'living.ndjson'), { runId: 'living', env });
  const ours = await clusterFolder('ours');
  await living.record({ kind: 'directory', path: ours });
  const dead = await openJournal(join(cache, 'dead.ndjson'), { runId: 'dead', env });
  const theirs = await clusterFolder('theirs');
  await dead.record({ kind: 'directory', path: theirs });
  await killHarness('dead');
  const stray = await clusterFolder('stray');

  expect(await listLeftovers(env)).toEqual([
    `open run dead (${dead.file})`,
    expect.stringMatching('directory .*stray'),
    expect.stringMatching('directory .*theirs'),
  ]);
  expect(await undo()).toEqual([]);
  expect(await Promise.all([ours, theirs, stray].map(exists))).toEqual([true, false, false]);
  expect(await listLeftovers(env)).toEqual([]);
  await living.close();
  await dead.close();
});

test('what was kept survives a sweep and goes with down', async () => {
  const journal = await openJournal(join(cache, 'up.ndjson'), { runId: 'up', env });
  const path = await clusterFolder('kept');
  await journal.record({ kind: 'directory', path });
  await journal.keep();
  await journal.close();
  await killHarness('up');
  expect(await undo(false)).toEqual([]);
  expect(await exists(path)).toBe(true);
  expect(await undo(true)).toEqual([]);
  expect(await exists(path)).toBe(false);
});

test('a record that names what is not ours is refused, and said so every time', async () => {
  const journal = await openJournal(join(cache, 'bad.ndjson'), { runId: 'bad', env });
  const precious = join(cache, 'precious');
  await mkdir(precious);
  await journal.record({ kind: 'directory', path: precious });
  await journal.record({ kind: 'processes', owner: 'init' });
  await journal.record({ kind: 'link', name: 'lo' });
  await journal.record({ kind: 'cgroup', path: '/sys/fs/cgroup' });
  await journal.close();
  await writeFile(
    join(ownNames(env).openRunsFolder, 'bad'),
    JSON.stringify({ journal: journal.file, harness: { ...ownIdentity(), startTicks: 1 } }),
  );
  const refused = [
    { what: 'cgroup /sys/fs/cgroup', reason: 'Control group /sys/fs/cgroup is not ours to remove' },
    { what: 'network link lo', reason: 'Network link lo is not ours to delete' },
    { what: 'processes of init', reason: 'Processes of init are not ours to kill' },
    { what: `directory ${precious}`, reason: `Directory ${precious} is not ours to remove` },
  ];
  expect(await undo()).toEqual(refused);
  expect(await undo()).toEqual(refused);
  expect(await exists(precious)).toBe(true);
});

test('what could not be undone on a cluster elsewhere stays known when the run has ended', async () => {
  const journal = await openJournal(join(cache, 'guest.ndjson'), { runId: 'guest', env });
  const kubeconfig = join(cache, 'gone.kubeconfig');
  const change = await journal.record({ kind: 'kubernetes-run', kubeconfig, context: 'a', runId: 'guest' });
  await expect(change.undo()).rejects.toThrow('ENOENT');
  await journal.close();
  expect(await listLeftovers(env)).toEqual([`open run guest (${journal.file})`]);
  const what = `what run guest made on the cluster of ${kubeconfig}, context a`;
  expect(await undo()).toEqual([{ what, reason: expect.stringContaining('ENOENT') }]);
  expect(await listLeftovers(env)).not.toEqual([]);
});

test('a living run whose journal was removed keeps everything that could be its own', async () => {
  const journal = await openJournal(join(cache, 'lost.ndjson'), { runId: 'lost', env });
  const path = await clusterFolder('one');
  await journal.record({ kind: 'directory', path });
  await rm(journal.file);
  expect(await undo(true)).toEqual([]);
  expect(await exists(path)).toBe(true);
  await journal.close();
});

test('a dead run whose journal was removed is undone by what carries our names', async () => {
  const journal = await openJournal(join(cache, 'lost.ndjson'), { runId: 'lost', env });
  const path = await clusterFolder('one');
  await journal.record({ kind: 'directory', path });
  await journal.close();
  await writeFile(
    join(ownNames(env).openRunsFolder, 'lost'),
    JSON.stringify({ journal: journal.file, harness: { ...ownIdentity(), startTicks: 1 } }),
  );
  await rm(journal.file);
  expect(await undo()).toEqual([]);
  expect(await exists(path)).toBe(false);
  expect(await listLeftovers(env)).toEqual([]);
});

test('a stray process that carries our name is found and killed', async () => {
  const owner = `${ownNames(env).prefix}stray`;
  const stray = spawn('sleep', ['60'], { env: { ...process.env, [ownerVariable]: owner } });
  const ended = once(stray, 'exit');
  const identity = identifyProcess(stray.pid ?? 0);
  expect(identity && isAlive(identity)).toBe(true);
  expect(await listLeftovers(env)).toEqual([`processes of ${owner}`]);
  expect(await undo()).toEqual([]);
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('no two runs have the same name, and no journal is written over', async () => {
  const journal = await openJournal(join(cache, 'a.ndjson'), { runId: 'same', env });
  await expect(openJournal(join(cache, 'b.ndjson'), { runId: 'same', env })).rejects.toThrow('EEXIST');
  await expect(openJournal(join(cache, 'a.ndjson'), { runId: 'other', env })).rejects.toThrow('EEXIST');
  await journal.close();
});
