import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listMounts } from '../../journal/undo/mounts.ts';

/** Controllers without which the kubelet or runc does not start a container. */
export const neededControllers = ['cpu', 'cpuset', 'memory', 'pids'] as const;

export interface NodeCgroups {
  version: 1 | 2;
  /** Root cgroups that we make. */
  made: string[];
  /** Root cgroups that may come to be: in a mixed set-up the kubelet makes one in the version 2 hierarchy too. */
  possible: string[];
}

/** Paths of the node's root cgroup in every hierarchy. */
export async function nodeCgroups(owner: string): Promise<NodeCgroups> {
  const mounts = await listMounts();
  const paths = (wanted: string): string[] =>
    mounts.filter(({ type }) => type === wanted).map(({ path }) => join(path, owner));
  const [first, second] = [paths('cgroup'), paths('cgroup2')];
  return first.length > 0
    ? { version: 1, made: first, possible: [...first, ...second] }
    : { version: 2, made: second, possible: second };
}

/** Controllers that the hierarchies offer; with version 1 they are options of the mounts. */
export async function offeredControllers(): Promise<string[]> {
  const mounts = await listMounts();
  const first = mounts.filter(({ type }) => type === 'cgroup').flatMap(({ options }) => options);
  const unified = mounts.find(({ type }) => type === 'cgroup2');
  const second = unified ? await readFile(join(unified.path, 'cgroup.controllers'), 'utf8') : '';
  return [...first, ...second.trim().split(' ')];
}

/** Makes the node's root cgroup. It must be recorded in the journal before. */
export async function makeCgroup(path: string, version: 1 | 2): Promise<void> {
  const parent = dirname(path);
  // Not tried yet: no machine with version 2 alone was at hand. Source: kernel cgroup-v2.rst, "Enabling and Disabling".
  if (version === 2) await enableControllers(parent);
  await mkdir(path, { recursive: true });
  await preferPods(path);
  if (version === 2) await enableControllers(path);
  // A new cpuset of version 1 has no processors and no memory, and refuses every process (cpuset(7)).
  else if (basename(parent).split(',').includes('cpuset')) await copyCpuset(parent, path);
}

/**
 * All pods together would weigh as much as any one process of the host: whatever else runs would show in every tenant's
 * latency. Sources: kernel cgroup-v1 scheduler docs (cpu.shares, default 1024), cgroup-v2.rst (cpu.weight, default 100).
 */
async function preferPods(path: string): Promise<void> {
  for (const [file, weight] of [
    ['cpu.shares', '16384'],
    ['cpu.weight', '1600'],
  ] as const) {
    if (existsSync(join(path, file))) await writeFile(join(path, file), weight);
  }
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
