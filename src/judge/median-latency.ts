import type { LoadDigest } from '../model/load-digest.ts';
import { loadIn, type Window } from './windows.ts';

/** Median over these windows of the median latency of a load's served requests, in milliseconds; NaN if there are none. */
export function medianLatencyMs(load: LoadDigest | undefined, windows: readonly Window[]): number {
  const medians = windows
    .map((window) => loadIn(load, window)?.latency.percentile(0.5) ?? Number.NaN)
    .filter(Number.isFinite)
    .toSorted((a, b) => a - b);
  return medians[Math.floor(medians.length / 2)] ?? Number.NaN;
}
