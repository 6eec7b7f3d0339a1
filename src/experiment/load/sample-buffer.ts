import type { LoadSamples } from '../../model/observation.ts';

/** Samples in columns that grow as they arrive. */
export interface SampleBuffer {
  add(intendedMs: number, latencyMs: number, status: number): void;
  readonly count: number;
  /** Requests with an intended start in [fromMs, toMs) that have ended. */
  countBetween(fromMs: number, toMs: number): number;
  /** A copy of what has arrived so far. */
  snapshot(): LoadSamples;
}

export function sampleBuffer(initialCapacity = 4096): SampleBuffer {
  let count = 0;
  let intended = new Float64Array(initialCapacity);
  let latency = new Float64Array(initialCapacity);
  let status = new Uint16Array(initialCapacity);

  const grow = (): void => {
    const capacity = intended.length * 2;
    const [oldIntended, oldLatency, oldStatus] = [intended, latency, status];
    intended = new Float64Array(capacity);
    latency = new Float64Array(capacity);
    status = new Uint16Array(capacity);
    intended.set(oldIntended);
    latency.set(oldLatency);
    status.set(oldStatus);
  };

  return {
    add(intendedMs, latencyMs, httpStatus) {
      if (count === intended.length) grow();
      intended[count] = intendedMs;
      latency[count] = latencyMs;
      status[count] = httpStatus;
      count++;
    },
    get count() {
      return count;
    },
    countBetween: (fromMs, toMs) =>
      intended.subarray(0, count).reduce((sum, at) => sum + (at >= fromMs && at < toMs ? 1 : 0), 0),
    snapshot: () => ({
      intendedMs: intended.slice(0, count),
      latencyMs: latency.slice(0, count),
      status: status.slice(0, count),
    }),
  };
}
