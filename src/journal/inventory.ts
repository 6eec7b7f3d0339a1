import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isOwnLink, ownNames, type OwnNames } from './own-names.ts';
import { findOwnedProcesses } from './own-processes.ts';
import { containerEngines, type ContainerEngine } from '../model/container-engine.ts';
import { runProgram } from '../system/run-program.ts';
import { cgroupHierarchies } from './undo/remove-cgroup.ts';
import { kindClusterLabel } from './undo/remove-kind-cluster.ts';
import type { UndoRecord } from './undo-record.ts';

/**
 * Looks over the whole machine for what carries our names, whether or not a journal knows it,
 * in the order in which it has to be undone. Routes go with their links, mounts with their directories.
 */
export async function takeInventory(env: NodeJS.ProcessEnv): Promise<UndoRecord[]> {
  const names = ownNames(env);
  const [processes, kindClusters, links, cgroups, directories] = await Promise.all([
    ownersOfProcesses(names),
    ownKindClusters(names),
    ownLinks(names),
    ownCgroups(names),
    ownDirectories(names),
  ]);
  return [...processes, ...kindClusters, ...links, ...cgroups, ...directories];
}

async function ownersOfProcesses({ prefix }: OwnNames): Promise<UndoRecord[]> {
  const owners = (await findOwnedProcesses(prefix)).map(({ owner }) => owner);
  return [...new Set(owners)].map((owner) => ({ kind: 'processes', owner }));
}

/** Of the engines that answer; where none does, none of our containers runs. */
async function ownKindClusters({ prefix }: OwnNames): Promise<UndoRecord[]> {
  const found = await Promise.all(
    containerEngines.map(async (engine): Promise<UndoRecord[]> => {
      const clusters = (await kindClustersOf(engine)).filter((name) => name.startsWith(prefix));
      return [...new Set(clusters)].map((name) => ({ kind: 'kind-cluster', engine, name }));
    }),
  );
  return found.flat();
}

async function kindClustersOf(engine: ContainerEngine): Promise<string[]> {
  const signal = AbortSignal.timeout(engineAnswersWithinMs);
  const list = ['ps', '--all', '--quiet', '--filter', `label=${kindClusterLabel}`];
  const ids = lines((await runProgram(engine, list, { signal })).stdout);
  if (ids.length === 0) return [];
  const label = ['inspect', '--format', `{{index .Config.Labels "${kindClusterLabel}"}}`];
  return lines((await runProgram(engine, [...label, ...ids], { signal })).stdout);
}

const engineAnswersWithinMs = 5_000;

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

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
