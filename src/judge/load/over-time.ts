import type { OverTime } from '../../model/load-digest.ts';
import type { LoadSample } from '../../model/load-samples.ts';
import { momentError } from '../../model/story.ts';
import { isServed, type Window } from '../windows.ts';

/** Counts a load up by the second. */
export interface GrowingOverTime extends OverTime {
  add(sample: Pick<LoadSample, 'intendedMs' | 'latencyMs' | 'status'>): void;
}

/** An arm that lasts longer gets longer moments. */
const mostMoments = 300;
const shortestMs = 1000;

/** Each step of the latency scale is so many times the one before, so that its middle is wrong by `momentError` at most. */
const step = (1 + momentError) / (1 - momentError);
const lowestMs = 0.1;
const highestMs = 60_000;
const indexOf = (latencyMs: number): number =>
  Math.max(0, Math.floor(Math.log(Math.min(latencyMs, highestMs) / lowestMs) / Math.log(step)));
const rooms = indexOf(highestMs) + 1;
const middleOf = (index: number): number => lowestMs * step ** index * (1 + momentError);

interface Moment {
  counts: Uint32Array;
  served: number;
  failed: number;
}

/**
 * Latencies by moment, in counts on a logarithmic scale as HdrHistogram and DDSketch have them: the size depends on how long
 * the windows are, and not on the number of samples.
 * @param windows in which samples are counted; the first moment begins with the first of them
 */
export function overTime(windows: readonly Pick<Window, 'fromMs' | 'toMs'>[]): GrowingOverTime {
  const fromMs = Math.min(...windows.map((window) => window.fromMs));
  const toMs = Math.max(...windows.map((window) => window.toMs));
  const momentMs =
    windows.length === 0
      ? shortestMs
      : shortestMs * Math.max(1, Math.ceil((toMs - fromMs) / shortestMs / mostMoments));
  const moments = new Map<number, Moment>();
  const momentAt = (place: number): Moment => {
    const known = moments.get(place) ?? { counts: new Uint32Array(rooms), served: 0, failed: 0 };
    moments.set(place, known);
    return known;
  };
  return {
    add({ intendedMs, latencyMs, status }) {
      if (!(intendedMs >= fromMs && intendedMs < toMs)) return;
      const moment = momentAt(Math.floor((intendedMs - fromMs) / momentMs));
      if (!isServed(status)) {
        moment.failed++;
        return;
      }
      const index = indexOf(latencyMs);
      moment.counts[index] = (moment.counts[index] ?? 0) + 1;
      moment.served++;
    },
    moments: () =>
      [...moments]
        .sort(([a], [b]) => a - b)
        .map(([place, moment]) => ({
          fromMs: fromMs + place * momentMs,
          toMs: Math.min(toMs, fromMs + (place + 1) * momentMs),
          due: moment.served + moment.failed,
          failed: moment.failed,
          percentile: (share) => percentileOf(moment, share),
        })),
  };
}

/** By nearest rank; a request that was not served took longer than any that was. */
function percentileOf({ counts, served, failed }: Moment, share: number): number {
  const rank = Math.max(1, Math.ceil(Number((share * (served + failed)).toFixed(9))));
  if (rank > served) return Number.POSITIVE_INFINITY;
  let passed = 0;
  for (const [index, times] of counts.entries()) {
    passed += times;
    if (passed >= rank) return middleOf(index);
  }
  return Number.NaN;
}
