import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, digestsOf } from '../recorded-run/seal.ts';

/** SHA-256 of every file in the folder of a run that a certificate speaks of, by name: the evidence, and what came of it. */
export async function certifiedFiles(folder: string): Promise<Record<string, string>> {
  const digests = await digestsOf(folder);
  for (const name of ['report.json', 'run.json']) {
    const path = join(folder, name);
    if (existsSync(path)) digests[name] = await digestOf(path);
  }
  return digests;
}
