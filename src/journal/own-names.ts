import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from '../system/cache-folder.ts';

/**
 * Names of everything that we put on the machine. All of one cache folder carry one mark, so that a sweep
 * finds what a crash left behind and never touches what belongs to someone with another cache folder.
 */
export interface OwnNames {
  /** Prefix of owners of processes, cgroups and temporary folders. */
  prefix: string;
  /** Prefix of network links, whose names have at most 15 characters. */
  linkPrefix: string;
  /** Parent of the folders of clusters. */
  clustersFolder: string;
  /** Parent of the pointers to journals that are still open. */
  openRunsFolder: string;
}

/** In the environment of every program that could outlive us; holds a name with our prefix. */
export const ownerVariable = 'TENANTPROOF_OWNER';

export function ownNames(env: NodeJS.ProcessEnv = process.env): OwnNames {
  const cache = resolve(cacheFolder(env));
  const mark = shortHash(cache);
  return {
    prefix: `tenantproof-${mark}-`,
    linkPrefix: `tp${mark}`,
    clustersFolder: join(cache, 'clusters'),
    openRunsFolder: join(cache, 'open-runs'),
  };
}

/** Name of the host's end of the link to a node. */
export function linkName(owner: string, names: OwnNames): string {
  return `${names.linkPrefix}${shortHash(owner)}`;
}

export const isOwnLink = (name: string, names: OwnNames): boolean =>
  name.length === names.linkPrefix.length + hashLength && name.startsWith(names.linkPrefix);

/** Whether a folder may be removed: a cluster's, or a temporary one with our prefix. */
export function isOwnFolder(path: string, names: OwnNames): boolean {
  const parent = dirname(path);
  if (resolve(path) !== path || path === parent) return false;
  return (
    parent === names.clustersFolder ||
    (parent === resolve(tmpdir()) && path.slice(parent.length + 1).startsWith(names.prefix))
  );
}

/** Whether a cgroup may be removed: ours, directly below the root of a hierarchy. */
export function isOwnCgroup(path: string, hierarchies: readonly string[], names: OwnNames): boolean {
  return (
    resolve(path) === path &&
    hierarchies.includes(dirname(path)) &&
    path.slice(dirname(path).length + 1).startsWith(names.prefix)
  );
}

const hashLength = 6;

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hashLength);
}
