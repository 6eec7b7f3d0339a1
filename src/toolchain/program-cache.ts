import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { PinnedProgram, ProgramGroup } from './program-group.ts';
import { fileOf } from './program-groups.ts';

/** What was stored, beside the program. Size and times tell cheaply that nobody touched it since. */
const recordSchema = z.object({
  version: z.string(),
  /** Title of the way it came by, e.g. `official download`. */
  way: z.string(),
  sha256: z.string(),
  size: z.number(),
  mtimeMs: z.number(),
  ctimeMs: z.number(),
});

type CacheRecord = z.infer<typeof recordSchema>;

export type CachedProgram =
  | { state: 'ready'; path: string; version: string; way: string }
  | { state: 'missing' }
  | { state: 'corrupt'; path: string };

/** Folder of a group in the cache: `bin/` with its programs, a record of each beside it, and work in progress in `tmp/`. */
export function groupFolder(cache: string, group: ProgramGroup): string {
  return join(cache, 'programs', `${group.name}-${group.version}`);
}

/** Looks a program up. It is hashed anew only if its file changed in any way since it was stored. */
export async function lookUp(folder: string, program: PinnedProgram): Promise<CachedProgram> {
  const path = binaryPath(folder, program);
  const record = await readRecord(folder, program);
  const seen = await fingerprint(path);
  if (record === undefined || seen === undefined) return { state: 'missing' };
  const { version, way } = record;
  const untouched =
    seen.size === record.size && seen.mtimeMs === record.mtimeMs && seen.ctimeMs === record.ctimeMs;
  if (!untouched) {
    if (seen.size !== record.size || (await hashFile(path)) !== record.sha256)
      return { state: 'corrupt', path };
    // Copied or restored, and intact: remember its new times. A cache that we may only read is hashed every time.
    await writeRecord(folder, program, { ...record, ...seen }).catch(() => {});
  }
  return { state: 'ready', path, version, way };
}

/** Moves a complete, executable program into the cache. Whatever interrupts this leaves it missing or corrupt, never half ready. */
export async function store(
  folder: string,
  program: PinnedProgram,
  from: { path: string; version: string; way: string },
): Promise<void> {
  const { path, version, way } = from;
  const sha256 = await hashFile(path);
  await mkdir(join(folder, 'bin'), { recursive: true });
  const target = binaryPath(folder, program);
  await rename(path, target);
  const { size, mtimeMs, ctimeMs } = await stat(target);
  await writeRecord(folder, program, { version, way, sha256, size, mtimeMs, ctimeMs });
}

/** An empty folder for work in progress. Call with the group's lock held: it removes what an interrupted run left. */
export async function emptyWorkFolder(folder: string): Promise<string> {
  const work = join(folder, 'tmp');
  await removeWorkFolder(folder);
  await mkdir(work, { recursive: true });
  return work;
}

export async function removeWorkFolder(folder: string): Promise<void> {
  // A compiler that outlived a killed run may still write there for a moment.
  await rm(join(folder, 'tmp'), { recursive: true, force: true, maxRetries: 5 });
}

const binaryPath = (folder: string, program: PinnedProgram): string => join(folder, 'bin', fileOf(program));

const recordPath = (folder: string, program: PinnedProgram): string =>
  join(folder, `${fileOf(program)}.json`);

async function readRecord(folder: string, program: PinnedProgram): Promise<CacheRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordPath(folder, program), 'utf8')));
  } catch {
    return undefined;
  }
}

async function writeRecord(folder: string, program: PinnedProgram, record: CacheRecord): Promise<void> {
  const path = recordPath(folder, program);
  const written = `${path}.${process.pid}`;
  await writeFile(written, `${JSON.stringify(record, null, 2)}\n`);
  await rename(written, path);
}

async function fingerprint(
  path: string,
): Promise<Pick<CacheRecord, 'size' | 'mtimeMs' | 'ctimeMs'> | undefined> {
  try {
    const { size, mtimeMs, ctimeMs } = await stat(path);
    return { size, mtimeMs, ctimeMs };
  } catch {
    return undefined;
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
