import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listMounts } from '../../journal/undo/mounts.ts';
import { EnvironmentError } from '../../model/errors.ts';

/** Controllers without which the kubelet or runc does not start a container. */
export const neededControllers = ['cpu', 'cpuset', 'memory', 'pids'] as const;

/** Paths of the node's root cgroup in every hierarchy that the kubelet and runc use. */
export async function nodeCgroups(owner: string): Promise<{ version: 1 | 2; paths: string[] }> {
  const mounts = await listMounts();
  const versionOne = mounts.filter(({ type }) => type === 'cgroup');
  if (versionOne.length > 0) return { version: 1, paths: versionOne.map(({ path }) => join(path, owner)) };
  const unified = mounts.find(({ type }) => type === 'cgroup2');
  if (unified) return { version: 2, paths: [join(unified.path, owner)] };
  throw new EnvironmentError('No cgroup hierarchy is mounted', {
    code: 'no-cgroups',
    hint: 'Mount one, e.g. cgroup2 on /sys/fs/cgroup.',
  });
}

/** Makes the node's root cgroup. It must be recorded in the journal before. */
export async function makeCgroup(path: string, version: 1 | 2): Promise<void> {
  const parent = dirname(path);
  // Not tried yet: no machine with version 2 alone was at hand. Source: kernel cgroup-v2.rst, "Enabling and Disabling".
  if (version === 2) await enableControllers(parent);
  await mkdir(path, { recursive: true });
  if (version === 2) await enableControllers(path);
  // A new cpuset of version 1 has no processors and no memory, and refuses every process (cpuset(7)).
  else if (basename(parent).split(',').includes('cpuset')) await copyCpuset(parent, path);
}

async function copyCpuset(parent: string, path: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    await writeFile(join(path, file), await readFile(join(parent, file), 'utf8'));
  }
}

async function enableControllers(path: string): Promise<void> {
  const available = (await readFile(join(path, 'cgroup.controllers'), 'utf8')).trim().split(' ');
  const wanted = available.filter((name) => [...neededControllers, 'io', 'hugetlb'].includes(name));
  await writeFile(join(path, 'cgroup.subtree_control'), wanted.map((name) => `+${name}`).join(' '));
}
