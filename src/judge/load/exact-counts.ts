import type { LatencyCounts } from '../../model/load-digest.ts';

/** Counts latencies exactly. Room grows with the number of distinct microseconds, not with the number of samples. */
export interface ExactCounts extends LatencyCounts {
  add(milliseconds: number): void;
}

interface Runs {
  microseconds: Uint32Array;
  counts: Uint32Array;
}

const usualRoom = 256;
/** Unsorted samples at which they are sorted and counted up. */
const mostUnsorted = 2 ** 13;

/** @param firstRoom how many samples there is room for at first; it grows */
export function exactCounts(firstRoom = usualRoom): ExactCounts {
  let unsorted = new Uint32Array(firstRoom);
  let waiting = 0;
  let settled = noRuns();
  let count = 0;

  const settle = (): Runs => {
    if (waiting > 0) settled = merge(settled, runsOf(unsorted.subarray(0, waiting).sort()));
    waiting = 0;
    return settled;
  };
  const makeRoom = (): void => {
    if (unsorted.length >= mostUnsorted) return void settle();
    const larger = new Uint32Array(unsorted.length * 2);
    larger.set(unsorted);
    unsorted = larger;
  };
  return {
    add(milliseconds) {
      if (waiting === unsorted.length) makeRoom();
      unsorted[waiting++] = Math.round(milliseconds * 1000);
      count++;
    },
    get count() {
      return count;
    },
    percentile: (share, endless = 0) => percentileOf(settle(), { share, served: count, endless }),
    above: (milliseconds) => countAbove(settle(), milliseconds),
    runs: settle,
  };
}

/** All that was counted apart, counted together. */
export function pooled(parts: readonly LatencyCounts[]): LatencyCounts {
  const runs = mergeAll(parts.map((part) => part.runs()));
  const served = parts.reduce((sum, { count }) => sum + count, 0);
  return {
    count: served,
    percentile: (share, endless = 0) => percentileOf(runs, { share, served, endless }),
    above: (milliseconds) => countAbove(runs, milliseconds),
    runs: () => runs,
  };
}

const noRuns = (): Runs => ({ microseconds: new Uint32Array(), counts: new Uint32Array() });

function countAbove({ microseconds, counts }: Runs, milliseconds: number): number {
  // Divided as samples are, so that 1.001 ms is not above itself: 1.001 * 1000 is 1000.9999999999999.
  const from = microseconds.findIndex((value) => value / 1000 > milliseconds);
  return from < 0 ? 0 : counts.subarray(from).reduce((sum, times) => sum + times, 0);
}

/**
 * Exact percentile by nearest rank: the ⌈share · n⌉-th value in ascending order. It is always a value that was measured;
 * nothing is interpolated.
 */
function percentileOf(
  { microseconds, counts }: Runs,
  { share, served, endless }: { share: number; served: number; endless: number },
): number {
  // The product is rounded to 9 digits first: 0.07 * 100 is 7.000000000000001, and its ceiling must be 7.
  const rank = Math.max(1, Math.ceil(Number((share * (served + endless)).toFixed(9))));
  if (served + endless === 0) return Number.NaN;
  if (rank > served) return Number.POSITIVE_INFINITY;
  let passed = 0;
  for (const [index, times] of counts.entries()) {
    passed += times;
    if (passed >= rank) return (microseconds[index] ?? Number.NaN) / 1000;
  }
  return Number.NaN;
}

/** By halves, so that no value is copied more often than there are halvings. */
function mergeAll(parts: readonly Runs[]): Runs {
  const [first = noRuns()] = parts;
  if (parts.length <= 1) return first;
  const middle = Math.floor(parts.length / 2);
  return merge(mergeAll(parts.slice(0, middle)), mergeAll(parts.slice(middle)));
}

/** Counts two lists of ascending values together. */
function merge(some: Runs, others: Runs): Runs {
  const microseconds = new Uint32Array(some.microseconds.length + others.microseconds.length);
  const counts = new Uint32Array(microseconds.length);
  let [length, at, other] = [0, 0, 0];
  while (at < some.microseconds.length || other < others.microseconds.length) {
    const here = some.microseconds[at] ?? Number.POSITIVE_INFINITY;
    const there = others.microseconds[other] ?? Number.POSITIVE_INFINITY;
    microseconds[length] = Math.min(here, there);
    counts[length++] =
      (here <= there ? (some.counts[at++] ?? 0) : 0) + (there <= here ? (others.counts[other++] ?? 0) : 0);
  }
  return { microseconds: microseconds.slice(0, length), counts: counts.slice(0, length) };
}

/** Values with how often each occurs. */
function runsOf(ascending: Uint32Array): Runs {
  const microseconds = new Uint32Array(ascending.length);
  const counts = new Uint32Array(ascending.length);
  let length = 0;
  for (const value of ascending) {
    if (length === 0 || microseconds[length - 1] !== value) microseconds[length++] = value;
    counts[length - 1] = (counts[length - 1] ?? 0) + 1;
  }
  return { microseconds: microseconds.slice(0, length), counts: counts.slice(0, length) };
}
