import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { armKey } from '../../model/arm-id.ts';
import type { Observation } from '../../model/observation.ts';

/** What was seen, by arm. */
export interface ReadObservations {
  /** By `armKey`, in the order of the file. */
  byArm: ReadonlyMap<string, Observation[]>;
  /** Number of the line that could not be read, with which reading stops. */
  brokenLine?: number;
}

/** Reads `observations.ndjson` as far as it is whole: a run that was killed may have cut its last line. */
export async function readObservations(path: string): Promise<ReadObservations> {
  const byArm = new Map<string, Observation[]>();
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line++;
    const observation = parse(text);
    if (!observation) return { byArm, brokenLine: line };
    const key = armKey(observation);
    byArm.set(key, [...(byArm.get(key) ?? []), observation]);
  }
  return { byArm };
}

function parse(text: string): Observation | undefined {
  try {
    const value = JSON.parse(text) as Observation | null;
    return typeof value?.kind === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
