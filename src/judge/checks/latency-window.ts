import type { LatencyCounts } from '../../model/load-digest.ts';
import { exactCounts } from '../load/exact-counts.ts';
import type { StreamPart } from '../load/token-gaps.ts';
import type { CountedFailures } from '../statistics/proportion-interval.ts';

/** Latencies of one window. */
export interface LatencyWindow {
  latency: LatencyCounts;
  /** What took longer than any of them, since it never came to its end. */
  endless: number;
}

/** Of gaps between tokens. */
export function gapWindow(parts: readonly StreamPart[]): LatencyWindow {
  const latency = exactCounts();
  for (const { gapsMs } of parts) for (const gapMs of gapsMs) latency.add(gapMs);
  return { latency, endless: parts.reduce((sum, { endless }) => sum + endless, 0) };
}

/** How many took longer than this. */
export const slowerThan = (milliseconds: number, { latency, endless }: LatencyWindow): CountedFailures => ({
  failures: latency.above(milliseconds) + endless,
  trials: latency.count + endless,
});
