import type { ArmRecord } from '../model/observation.ts';
import { readingOf } from './steps.ts';

/** By how much a counter grew from one reading to a later one, or why that cannot be told. */
export type Growth = { grown: number } | { unknown: string };

export interface GrowthTerms {
  /** Ids of the two steps of kind `reading`. */
  from: string;
  to: string;
  /** Name of the query in both. */
  query: string;
  /** Value of the label by which the readings are keyed; '' if by none. */
  label?: string;
}

/** A counter has no series before it first counts, so that a missing value is 0; one that began anew cannot be told. */
export function readingGrowth(record: ArmRecord, { from, to, query, label = '' }: GrowthTerms): Growth {
  const [before, after] = [readingOf(record, from), readingOf(record, to)];
  const missing = [...(before ? [] : [from]), ...(after ? [] : [to])];
  if (!before || !after) return { unknown: `the reading ${missing.join(', ')} is missing` };
  if (before.processes.join() !== after.processes.join())
    return { unknown: `who counted ${query} changed between ${from} and ${to}` };
  return { grown: (after.values[query]?.[label] ?? 0) - (before.values[query]?.[label] ?? 0) };
}
