import type { ArmRecord } from '../../model/observation.ts';
import type { Fact } from '../facts.ts';
import { readingOf } from '../steps.ts';
import type { LedgerQuery } from './ledger-reading.ts';

/** How much a ledger grew, by key of the query: `tenant-a 200`, `tenant-a input`, `tenant-a`, or '' of a sum over all. */
export interface LedgerGrowth {
  of: (key: string) => number;
  keys: string[];
  /** How often a process took the place of another. */
  restarts: number;
}

/**
 * How much was counted from the first of some readings to the last. A process that took another's place began at zero, so
 * that all it has counted is growth. What is counted between a reading and the end of its process is not seen: nothing may be
 * asked for in between.
 */
export function ledgerGrowth(
  record: ArmRecord,
  steps: readonly string[],
  query: LedgerQuery,
): LedgerGrowth | { unknown: string } {
  const readings: Fact<'reading'>[] = [];
  for (const step of steps) {
    const reading = readingOf(record, step);
    if (!reading) return { unknown: `the reading ${step} is missing` };
    if (!reading.settled) return { unknown: `at the reading ${step} requests were still under way` };
    readings.push(reading);
  }
  const grown = new Map<string, number>();
  let restarts = 0;
  for (const [index, reading] of readings.entries()) {
    const before = readings[index - 1];
    if (!before) continue;
    const sameProcesses = isSame(before, reading);
    if (sameProcesses === undefined) {
      return {
        unknown: `some processes that counted at ${before.step} still did at ${reading.step}, others not`,
      };
    }
    if (!sameProcesses) restarts += 1;
    for (const [key, value] of Object.entries(reading.values[query] ?? {})) {
      const begin = sameProcesses ? (before.values[query]?.[key] ?? 0) : 0;
      if (value < begin) return { unknown: `the count of ${key} fell, and no process began anew` };
      grown.set(key, (grown.get(key) ?? 0) + value - begin);
    }
  }
  return { of: (key) => grown.get(key) ?? 0, keys: [...grown.keys()], restarts };
}

/** Undefined if some of the processes are the same, and others not. */
function isSame(before: Fact<'reading'>, after: Fact<'reading'>): boolean | undefined {
  const old = new Set(before.processes);
  const kept = after.processes.filter((process) => old.has(process)).length;
  if (kept === 0 && after.processes.length > 0) return false;
  return kept === old.size && kept === after.processes.length ? true : undefined;
}
