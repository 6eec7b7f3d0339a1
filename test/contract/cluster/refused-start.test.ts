import '../../helpers/one-cluster-at-a-time.ts';
import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CoreV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkEmbeddedPrerequisites } from '../../../src/cluster/embedded/prerequisites.ts';
import { startEmbeddedCluster } from '../../../src/cluster/embedded/start-embedded-cluster.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { listLeftovers } from '../../../src/journal/undo-all.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import {
  startTestCluster,
  testCache,
  testPrograms,
  uniqueName,
  type TestCache,
} from '../../helpers/embedded-cluster.ts';
import { machineTraces } from '../../helpers/machine-traces.ts';

let cache: TestCache;

beforeAll(async () => {
  cache = await testCache();
  await testPrograms();
}, 1_200_000);

afterAll(() => cache[Symbol.asyncDispose]());

test('nothing keeps it from working here, and looking leaves nothing', async () => {
  expect(await checkEmbeddedPrerequisites(AbortSignal.timeout(10_000), cache.env)).toEqual([]);
  expect(await listLeftovers(cache.env)).toEqual([]);
});

test('a program that ends is named with its last words, and everything is undone', async () => {
  const name = uniqueName();
  const broken = join(cache.folder, 'broken');
  await writeFile(broken, '#!/bin/sh\necho the disk is on fire >&2\nexit 3\n');
  await chmod(broken, 0o755);
  await expect(
    startTestCluster(cache, { name, programs: { 'kube-apiserver': broken } }),
  ).rejects.toMatchObject({
    code: 'node-program-ended',
    message: expect.stringMatching(/^kube-apiserver exited with 3.*\nthe disk is on fire$/) as string,
  });
  expect(await listLeftovers(cache.env)).toEqual([]);
  expect(await machineTraces([name])).toEqual([]);
});

test('a program that cannot be there is named by what the kernel said', async () => {
  await expect(startTestCluster(cache, { programs: { etcd: '/nowhere/etcd' } })).rejects.toMatchObject({
    code: 'node-namespaces',
    message: expect.stringContaining('/nowhere/etcd') as string,
  });
  expect(await listLeftovers(cache.env)).toEqual([]);
});

test('an abort in mid-start undoes everything and is what is thrown', async () => {
  const name = uniqueName();
  const abort = new AbortController();
  const reason = new Error('enough');
  const journal = await openJournal(join(cache.folder, `${name}.ndjson`), { runId: name, env: cache.env });
  const start = startEmbeddedCluster({
    name,
    programs: await testPrograms(),
    journal,
    signal: abort.signal,
    progress: {
      ...silentProgress,
      step: () => ({
        update: (text) => void (text.includes('API server') && abort.abort(reason)),
        done: () => {},
        failed: () => {},
      }),
    },
    env: cache.env,
  });
  await expect(start).rejects.toBe(reason);
  await journal.close();
  expect(await listLeftovers(cache.env)).toEqual([]);
  expect(await machineTraces([name])).toEqual([]);
});

test('two clusters run side by side; a third of the same name is refused', async () => {
  const name = uniqueName();
  await using stack = new AsyncDisposableStack();
  const [one, other] = await Promise.all([startTestCluster(cache, { name }), startTestCluster(cache)]);
  stack.use(one);
  stack.use(other);
  expect(one.kube.getCurrentCluster()?.server).not.toBe(other.kube.getCurrentCluster()?.server);
  await expect(startTestCluster(cache, { name, runId: 'third' })).rejects.toMatchObject({
    code: 'cluster-exists',
  });
  expect((await one.kube.makeApiClient(CoreV1Api).listNode()).items).toHaveLength(1);
}, 60_000);

test('a user without root is told so', async () => {
  const script = `
    const { requireEmbeddedPrerequisites } = await import(process.argv[1]);
    await requireEmbeddedPrerequisites(AbortSignal.timeout(5000), process.env)
      .catch((error) => console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint })));`;
  const module = join(process.cwd(), 'src/cluster/embedded/prerequisites.ts');
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
  const node = [process.execPath, '--input-type=module', '-e', script, module];
  const { stdout } = await promisify(execFile)('setpriv', [...nobody, ...node]);
  expect(JSON.parse(stdout)).toEqual({
    code: 'not-root',
    message: 'The embedded cluster needs root, for namespaces, mounts and cgroups; this is user 65534',
    hint: 'Run it with sudo.',
  });
});
