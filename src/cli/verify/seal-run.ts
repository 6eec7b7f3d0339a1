import type { RunRecord } from '../../model/run-record.ts';
import { digestsOf } from '../recorded-run/seal.ts';
import { writeJson } from '../run-folder.ts';

/** A run that has ended. */
export type EndedRun = RunRecord & { endedAt: string };

/** Writes `run.json` anew, with the moment of the end and the digests of the evidence. */
export async function sealRun(folder: string, run: Omit<EndedRun, 'endedAt'>): Promise<EndedRun> {
  const ended = { ...run, endedAt: new Date().toISOString() };
  // A disk that is full has already made the verdicts inconclusive; the report must still come out.
  await digestsOf(folder)
    .then((digests) => writeJson(folder, 'run.json', { ...ended, digests }))
    .catch(() => undefined);
  return ended;
}
