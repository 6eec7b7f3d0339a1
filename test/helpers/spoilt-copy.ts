import { cp, mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What is done to the folder of a run, so that something is wrong with it. */
export type Spoil = (run: string) => Promise<void>;

/** A copy of the folder of a run, beside it, to spoil. */
export async function spoiltCopy(whole: string, spoil?: Spoil): Promise<string> {
  const run = await mkdtemp(join(dirname(whole), 'run-'));
  await cp(whole, run, { recursive: true });
  await spoil?.(run);
  return run;
}
