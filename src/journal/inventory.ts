import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isOwnLink, ownNames, type OwnNames } from './own-names.ts';
import { findOwnedProcesses } from './own-processes.ts';
import { cgroupHierarchies } from './undo/remove-cgroup.ts';
import type { UndoRecord } from './undo-record.ts';

/**
 * Looks over the whole machine for what carries our names, whether or not a journal knows it,
 * in the order in which it has to be undone. Routes go with their links, mounts with their directories.
 */
export async function takeInventory(env: NodeJS.ProcessEnv): Promise<UndoRecord[]> {
  const names = ownNames(env);
  const [processes, links, cgroups, directories] = await Promise.all([
    ownersOfProcesses(names),
    ownLinks(names),
    ownCgroups(names),
    ownDirectories(names),
  ]);
  return [...processes, ...links, ...cgroups, ...directories];
}

async function ownersOfProcesses({ prefix }: OwnNames): Promise<UndoRecord[]> {
  const owners = (await findOwnedProcesses(prefix)).map(({ owner }) => owner);
  return [...new Set(owners)].map((owner) => ({ kind: 'processes', owner }));
}

async function ownLinks(names: OwnNames): Promise<UndoRecord[]> {
  const links = await entries('/sys/class/net');
  return links.filter((link) => isOwnLink(link, names)).map((name) => ({ kind: 'link', name }));
}

async function ownCgroups({ prefix }: OwnNames): Promise<UndoRecord[]> {
  const found: UndoRecord[] = [];
  for (const hierarchy of await cgroupHierarchies()) {
    const own = (await entries(hierarchy)).filter((name) => name.startsWith(prefix));
    found.push(...own.map((name) => ({ kind: 'cgroup' as const, path: join(hierarchy, name) })));
  }
  return found;
}

async function ownDirectories({ prefix, clustersFolder }: OwnNames): Promise<UndoRecord[]> {
  const temporary = resolve(tmpdir());
  const paths = [
    ...(await entries(clustersFolder)).map((name) => join(clustersFolder, name)),
    ...(await entries(temporary))
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(temporary, name)),
  ];
  return paths.map((path) => ({ kind: 'directory', path }));
}

const entries = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
