import type { ArmRecord } from '../model/observation.ts';
import { factsOf, type Fact } from './facts.ts';

/** What the engines counted of one tenant while the attack ran. */
export interface MemoryChange {
  loads: number;
  evictions: number;
  /** In use before the attack. */
  residentBeforeBytes: number;
  /** The most that was in use on one GPU while the attack ran. */
  peakBytes: number;
  /** The same of all tenants together. */
  peakBytesOfAll: number;
  gpuMemoryBytes: number;
}

/** Compares the engines' accounts before and after; `unknown` says why they can't be compared. */
export function memoryChange(record: ArmRecord, tenant: string): MemoryChange | { unknown: string } {
  const accounts = factsOf(record, 'engine-memory');
  const before = accounts.find(({ moment }) => moment === 'before');
  const after = accounts.findLast(({ moment }) => moment === 'after');
  if (!before || !after) return { unknown: "the engine's own account of its memory is missing" };
  if (!isSameEngine(before, after))
    return { unknown: 'another engine counted after the attack than before it' };
  const { peakBytesOfAll, gpuMemoryBytes } = after;
  const peakBytes = after.peakBytes[tenant];
  if (after.loads[tenant] === undefined || peakBytes === undefined) {
    return { unknown: `the engine's own account says nothing of ${tenant}` };
  }
  if (peakBytesOfAll === 0 || gpuMemoryBytes === 0) {
    return { unknown: "the engine's own account says nothing of its whole memory" };
  }
  const grown = (what: 'loads' | 'evictions'): number =>
    (after[what][tenant] ?? 0) - (before[what][tenant] ?? 0);
  const [loads, evictions] = [grown('loads'), grown('evictions')];
  if (loads < 0 || evictions < 0) return { unknown: `the engine's counters of ${tenant} began anew` };
  const residentBeforeBytes = before.residentBytes[tenant] ?? 0;
  return { loads, evictions, residentBeforeBytes, peakBytes, peakBytesOfAll, gpuMemoryBytes };
}

const isSameEngine = (before: Fact<'engine-memory'>, after: Fact<'engine-memory'>): boolean =>
  before.processes.length > 0 && before.processes.join() === after.processes.join();
