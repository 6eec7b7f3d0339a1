import type { LoadDigest, WindowLoad } from '../../model/load-digest.ts';
import { neverStarted, type LoadSample } from '../../model/load-samples.ts';
import { isServed, type Window } from '../windows.ts';
import { exactCounts, type ExactCounts } from './exact-counts.ts';
import { overTime } from './over-time.ts';
import { growingSpans } from './growing-spans.ts';

/** Counts a load up, one request at a time. */
export interface LoadDigester {
  add(sample: LoadSample): void;
  /** What was counted so far. More may be added: then that counts too, also in a digest that was handed out. */
  finish(): LoadDigest;
}

interface GrowingWindow extends WindowLoad {
  byStatus: Map<number, number>;
  latency: ExactCounts;
  firstByte: ExactCounts;
  sendDelay: ExactCounts;
}

/** What of a window says which requests are in it. */
export type WindowBounds = Pick<Window, 'index' | 'fromMs' | 'measureFromMs' | 'toMs'>;

/**
 * Counts a load up, and if samples say who sent them, each sender's part of it too.
 * @param windows in which requests are counted; a request belongs to the window in which it was intended to start
 * @param keepAdmitted whether served requests are kept one by one
 */
export function digestLoad(windows: readonly WindowBounds[], keepAdmitted: boolean): LoadDigester {
  const all = digestOne(windows, { keepAdmitted, isPart: false });
  const parts = new Map<number, LoadDigester>();
  const partOf = (tenant: number): LoadDigester => {
    const known = parts.get(tenant) ?? digestOne(windows, { keepAdmitted, isPart: true });
    parts.set(tenant, known);
    return known;
  };
  return {
    add(sample) {
      all.add(sample);
      if (sample.tenant !== undefined && sample.tenant >= 0) partOf(sample.tenant).add(sample);
    },
    finish() {
      const byTenant = new Map([...parts].map(([tenant, part]) => [tenant, part.finish()]));
      return parts.size === 0 ? all.finish() : { ...all.finish(), byTenant };
    },
  };
}

/** Samples of a window that there is room for at first, of one of many. */
const roomOfPart = 16;

interface DigestTerms {
  keepAdmitted: boolean;
  /** One of many has few samples, and nobody asks for its first bytes and send delays. */
  isPart: boolean;
}

function digestOne(windows: readonly WindowBounds[], { keepAdmitted, isPart }: DigestTerms): LoadDigester {
  const find = windowFinder(windows);
  const findEnd = windowFinder(windows);
  const emptyWindow = isPart ? emptyPart : emptyWhole;
  const counted = new Map(isPart ? [] : windows.map(({ index }) => [index, emptyWindow()]));
  const countedIn = ({ index }: Pick<Window, 'index'>): GrowingWindow => {
    const known = counted.get(index) ?? emptyWindow();
    counted.set(index, known);
    return known;
  };
  const byStatus = new Map<number, number>();
  const serviceTime = exactCounts();
  const admitted = growingSpans();
  const moments = isPart ? undefined : overTime(windows);
  let [samples, unstarted] = [0, 0];
  let [firstIntendedMs, lastEndMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const end = (endMs: number, how: 'completed' | 'givenUp'): void => {
    const window = findEnd(endMs);
    if (window && endMs >= window.measureFromMs) countedIn(window)[how]++;
  };
  return {
    add(sample) {
      const { intendedMs, latencyMs, status } = sample;
      samples++;
      if (intendedMs < firstIntendedMs) firstIntendedMs = intendedMs;
      if (status === neverStarted) unstarted++;
      else {
        byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        if (intendedMs + latencyMs > lastEndMs) lastEndMs = intendedMs + latencyMs;
      }
      if (isServed(status)) {
        serviceTime.add(latencyMs - sample.sendDelayMs);
        if (keepAdmitted) admitted.add(intendedMs, intendedMs + latencyMs);
      }
      if (!isPart && (isServed(status) || status === 0))
        end(intendedMs + latencyMs, status === 0 ? 'givenUp' : 'completed');
      moments?.add(sample);
      const window = find(intendedMs);
      if (window) count(countedIn(window), sample, intendedMs >= window.measureFromMs);
    },
    finish: () => ({
      samples,
      byStatus,
      neverStarted: unstarted,
      serviceTime,
      firstIntendedMs: samples === 0 ? Number.NaN : firstIntendedMs,
      lastEndMs: Number.isFinite(lastEndMs) ? lastEndMs : Number.NaN,
      windows: counted,
      admitted: admitted.byStart(),
      ...(moments ? { overTime: moments } : {}),
    }),
  };
}

function count(into: GrowingWindow, sample: LoadSample, measured: boolean): void {
  into.offered++;
  if (!measured) return;
  into.due++;
  if (sample.status === neverStarted) {
    into.neverStarted++;
    return;
  }
  into.byStatus.set(sample.status, (into.byStatus.get(sample.status) ?? 0) + 1);
  into.sendDelay.add(Math.max(0, sample.sendDelayMs));
  if (!isServed(sample.status)) return;
  into.latency.add(sample.latencyMs);
  if (!Number.isNaN(sample.firstByteMs)) into.firstByte.add(sample.firstByteMs);
}

const emptyWhole = (): GrowingWindow => ({
  offered: 0,
  due: 0,
  neverStarted: 0,
  completed: 0,
  givenUp: 0,
  byStatus: new Map(),
  latency: exactCounts(),
  firstByte: exactCounts(),
  sendDelay: exactCounts(),
});

/** Counts nothing, whatever it is given. */
const notCounted: ExactCounts = { ...exactCounts(0), add: () => {} };

const emptyPart = (): GrowingWindow => ({
  offered: 0,
  due: 0,
  neverStarted: 0,
  completed: 0,
  givenUp: 0,
  byStatus: new Map(),
  latency: exactCounts(roomOfPart),
  firstByte: notCounted,
  sendDelay: notCounted,
});

/** Finds the window of a moment; samples come nearly in order, so the last one found is tried first. */
function windowFinder(windows: readonly WindowBounds[]): (atMs: number) => WindowBounds | undefined {
  const holds = (window: WindowBounds | undefined, atMs: number): window is WindowBounds =>
    window !== undefined && atMs >= window.fromMs && atMs < window.toMs;
  let last = windows[0];
  return (atMs) => {
    if (holds(last, atMs)) return last;
    const found = windows.find((window) => holds(window, atMs));
    if (found) last = found;
    return found;
  };
}
