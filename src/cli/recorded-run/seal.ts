import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Files from which verdicts come; `run.json` itself holds their digests. */
const isEvidence = (name: string): boolean =>
  name === 'plan.json' || name === 'observations.ndjson' || name.endsWith('.csv.gz');

/** SHA-256 of every file of a run from which verdicts come, by name. */
export async function digestsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter(isEvidence).sort();
  const digests = await Promise.all(names.map((name) => digestOf(join(folder, name))));
  return Object.fromEntries(names.map((name, index) => [name, digests[index] ?? '']));
}

/** SHA-256 of a file, in hex. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Names of files that are not what was sealed: changed, gone or added. */
export function changedSince(
  sealed: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(sealed), ...Object.keys(now)]);
  return [...names].filter((name) => sealed[name] !== now[name]).sort();
}
