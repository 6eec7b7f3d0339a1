import { basename, join } from 'node:path';
import { EnvironmentError } from '../../model/errors.ts';
import { findChecksum } from '../checksum-file.ts';
import { extractMembers } from '../extract-members.ts';
import { fetchFile, fetchText } from '../http-transfer.ts';
import type { PinnedProgram, ProgramGroup } from '../program-group.ts';
import { fileOf } from '../program-groups.ts';
import type { FetchJob, FetchedProgram, Fetcher, WayOf } from './way.ts';

const goArchitectures: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The project's own build, checked against its published SHA-256. */
export function officialDownload(way: WayOf<'official-download'>): Fetcher {
  return {
    title: 'official download',
    lacks: async (env) => {
      if (process.platform !== 'linux' || goArchitectures[process.arch] === undefined) {
        return `there is none for ${process.platform}/${process.arch}`;
      }
      return mirrorFault(env);
    },
    async *fetch(job) {
      const downloads = Map.groupBy(job.wanted, (program) => fill(way.url, job.group, program));
      for (const [url, programs] of downloads) yield* fetchOne(way, job, { url, programs });
    },
  };
}

async function* fetchOne(
  way: WayOf<'official-download'>,
  job: FetchJob,
  { url, programs }: { url: string; programs: readonly PinnedProgram[] },
): AsyncGenerator<FetchedProgram, void> {
  const [first] = programs;
  if (first === undefined) return;
  const { folder, signal, group } = job;
  const name = basename(url);
  const path = join(folder, name);
  await fetchVerified({ url, checksums: fill(way.checksums, group, first), path }, job);
  signal.throwIfAborted();
  const { member } = way;
  if (member === undefined) {
    yield { program: first, path };
    return;
  }
  const targets = new Map(
    programs.map((program) => [fill(member, group, program), join(folder, fileOf(program))]),
  );
  await extractMembers(path, targets, signal);
  for (const program of programs) yield { program, path: join(folder, fileOf(program)) };
}

/** A transfer that breaks off is begun anew once. */
async function fetchVerified(
  { url, checksums, path }: { url: string; checksums: string; path: string },
  { env, signal, report }: FetchJob,
): Promise<void> {
  const name = basename(url);
  report(`downloading ${name}`);
  const published = findChecksum(await fetchText(mirrored(checksums, env), signal), name);
  if (published === undefined) throw refused(`${basename(checksums)} lists no SHA-256 of ${name}`);
  const onShare = tenths((percent) => report(`downloading ${name}, ${percent} %`));
  const transfer = (): Promise<string> => fetchFile(mirrored(url, env), path, { signal, onShare });
  const actual = await transfer().catch((error: unknown) => {
    if (error instanceof EnvironmentError && error.code === 'transfer-broken') return transfer();
    throw error;
  });
  if (actual !== published) {
    throw refused(`${name} has SHA-256 ${actual.slice(0, 12)}…, published is ${published.slice(0, 12)}…`);
  }
}

/** Calls on at every further tenth. */
function tenths(onPercent: (percent: number) => void): (share: number) => void {
  let last = 0;
  return (share) => {
    const percent = Math.floor(share * 10) * 10;
    if (percent > last) onPercent((last = percent));
  };
}

/** A mirror holds each file below its original host and path: `MIRROR/dl.k8s.io/v1.37.2/…`. */
function mirrored(url: string, env: NodeJS.ProcessEnv): string {
  const mirror = env['TENANTPROOF_MIRROR'];
  if (!mirror) return url;
  const { host, pathname } = new URL(url);
  return `${mirror.replace(/\/+$/, '')}/${host}${pathname}`;
}

function mirrorFault(env: NodeJS.ProcessEnv): string | undefined {
  const mirror = env['TENANTPROOF_MIRROR'];
  const isHttp = !mirror || /^https?:$/.test(URL.parse(mirror)?.protocol ?? '');
  return isHttp ? undefined : `TENANTPROOF_MIRROR=${mirror} is not an http(s) address`;
}

function fill(template: string, group: ProgramGroup, program: PinnedProgram): string {
  return template
    .replaceAll('{version}', group.version)
    .replaceAll('{arch}', goArchitectures[process.arch] ?? process.arch)
    .replaceAll('{file}', fileOf(program));
}

const refused = (message: string): EnvironmentError =>
  new EnvironmentError(message, { code: 'checksum-mismatch' });
