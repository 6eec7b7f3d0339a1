import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentProgress } from '../../../src/model/progress.ts';
import { allPrograms, findPrograms, inspectPrograms } from '../../../src/toolchain/toolchain.ts';
import { mirrorWithK6 } from './artefacts.ts';
import { addTool, createWorkbench, listing } from './workbench.ts';

const { signal } = new AbortController();

it('tells of each program where it comes from or what would be done, without the network', async () => {
  const mirror = await mirrorWithK6();
  const bench = await createWorkbench(mirror.url);
  await findPrograms(['k6'], { env: bench.env, signal, progress: silentProgress });
  mirror.asked.length = 0;
  await addTool(bench, 'etcd', 'echo etcd Version: 3.6.0');
  const env = {
    ...bench.env,
    TENANTPROOF_PROGRAM_ETCD: join(bench.tools, 'etcd'),
    TENANTPROOF_PROGRAM_CTR: '/none',
  };
  const before = await listing(bench.cache);
  const statuses = await inspectPrograms({ env, signal });
  const of = (name: string) => statuses.find((status) => status.name === name);
  expect(statuses.map(({ name }) => name)).toEqual(allPrograms);
  expect(of('k6')).toMatchObject({ version: '1.1.0', state: 'ready', from: 'cache (official download)' });
  expect(of('etcd')).toEqual({
    name: 'etcd',
    version: '3.6.0',
    state: 'ready',
    from: 'explicit setting',
    path: join(bench.tools, 'etcd'),
  });
  expect(of('ctr')).toMatchObject({
    state: 'missing',
    advice: expect.stringContaining('TENANTPROOF_PROGRAM_CTR=/none is not an executable file'),
  });
  expect(of('kubelet')).toEqual({
    name: 'kubelet',
    version: '1.37.2',
    state: 'missing',
    advice:
      'Will be fetched when needed: official download, else Go modules (impossible: go is not on PATH).',
  });
  expect(of('runc')?.advice).toContain('Debian package (impossible: apt-get and dpkg-deb not on PATH)');
  expect(mirror.asked).toEqual([]);
  expect(await listing(bench.cache)).toEqual(before);
});

it('shows a cached program that was changed', async () => {
  const bench = await createWorkbench((await mirrorWithK6()).url);
  const { k6 } = await findPrograms(['k6'], { env: bench.env, signal, progress: silentProgress });
  await truncate(k6, 3);
  const statuses = await inspectPrograms({ env: bench.env, signal });
  expect(statuses.find(({ name }) => name === 'k6')).toMatchObject({
    state: 'corrupt',
    path: k6,
    advice: expect.stringMatching(/^Changed since it was stored; will be fetched anew: official download/),
  });
});
