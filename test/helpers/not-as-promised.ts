import { join } from 'node:path';
import { readObservations } from '../../src/cli/recorded-run/read-observations.ts';
import { armKey } from '../../src/model/arm-id.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Verdict } from '../../src/model/report.ts';
import type { LatestRun } from './test-reports.ts';

/** A machine of which others take more than this in some windows is no quiet one, though the judge still uses such windows. */
const mostStolen = 0.02;
/** As the gate of pairs has it: `src/judge/gates/mostly-sound.ts`. */
const mostDisturbed = 0.2;

export interface NotAsPromised {
  /** Verdicts that say anything but held with the control and breached without. */
  wrong: string[];
  /**
   * Comparisons of latency that could not be decided while the hypervisor gave the processors to others in more than a
   * fifth of the pairs: no fault of the code, and nothing that it could show here.
   */
  undecidedForNoise: string[];
}

/** What a run of the reference stack says other than it must. */
export async function notAsPromised({ folder, report }: LatestRun): Promise<NotAsPromised> {
  const { byArm } = await readObservations(join(folder, 'observations.ndjson'));
  const found: NotAsPromised = { wrong: [], undecidedForNoise: [] };
  for (const verdict of report.verdicts) {
    const { id, arm, status, reason } = verdict;
    if (status === (arm === 'protected' ? 'held' : 'breached')) continue;
    const noisy = isComparison(verdict) && wasDisturbed(byArm.get(armKey(verdict)) ?? []);
    (noisy ? found.undecidedForNoise : found.wrong).push(`${id}: ${status}: ${reason}`);
  }
  return found;
}

const isComparison = ({ status, unit }: Verdict): boolean => status === 'inconclusive' && unit === 'ratio';

function wasDisturbed(observations: readonly Observation[]): boolean {
  const pairOf = new Map<number, number>();
  for (const seen of observations) if (seen.kind === 'window') pairOf.set(seen.index, seen.pair);
  const disturbed = observations.flatMap((seen) =>
    seen.kind === 'conditions' && seen.stealShare > mostStolen ? [pairOf.get(seen.window)] : [],
  );
  return new Set(disturbed).size > mostDisturbed * new Set(pairOf.values()).size;
}

/** Skips the rest of a test for which the machine was too noisy, and says so in the output. */
export function skipIfNoisy(skip: (note: string) => void, { undecidedForNoise }: NotAsPromised): void {
  if (undecidedForNoise.length === 0) return;
  const note = `too noisy here: ${undecidedForNoise.join('; ')}`;
  process.stderr.write(`Skipped, ${note}\n`);
  skip(note);
}
