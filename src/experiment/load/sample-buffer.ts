import type { LoadSample, LoadSamples } from '../../model/load-samples.ts';

/** Samples in columns that grow as they arrive. */
export interface SampleBuffer {
  add(sample: LoadSample): void;
  readonly count: number;
  /** Requests with an intended start in [fromMs, toMs) that have ended. */
  countBetween(fromMs: number, toMs: number): number;
  /** Those of them that were answered with 200. */
  succeededBetween(fromMs: number, toMs: number): number;
  /** A copy of what has arrived so far. */
  snapshot(): LoadSamples;
  /** A copy of what has arrived after the first `count`. */
  after(count: number): LoadSamples;
}

/** A load to look at while it runs. */
export type ArrivingSamples = Pick<SampleBuffer, 'count' | 'after'>;

const unknownTenant = -1;

/** @param ofMany whether samples say which tenant sent them */
export function sampleBuffer(initialCapacity = 4096, ofMany = false): SampleBuffer {
  let count = 0;
  let columns = emptyColumns(initialCapacity);
  let tenants = new Int16Array(ofMany ? initialCapacity : 0);

  const grow = (): void => {
    const larger = emptyColumns(columns.status.length * 2);
    larger.intendedMs.set(columns.intendedMs);
    larger.latencyMs.set(columns.latencyMs);
    larger.firstByteMs.set(columns.firstByteMs);
    larger.sendDelayMs.set(columns.sendDelayMs);
    larger.status.set(columns.status);
    columns = larger;
    if (!ofMany) return;
    const more = new Int16Array(larger.status.length);
    more.set(tenants);
    tenants = more;
  };

  const copyFrom = (from: number): LoadSamples => ({
    intendedMs: columns.intendedMs.slice(from, count),
    latencyMs: columns.latencyMs.slice(from, count),
    firstByteMs: columns.firstByteMs.slice(from, count),
    sendDelayMs: columns.sendDelayMs.slice(from, count),
    status: columns.status.slice(from, count),
    ...(ofMany ? { tenant: tenants.slice(from, count) } : {}),
  });

  return {
    add(sample) {
      if (count === columns.status.length) grow();
      columns.intendedMs[count] = sample.intendedMs;
      columns.latencyMs[count] = sample.latencyMs;
      columns.firstByteMs[count] = sample.firstByteMs;
      columns.sendDelayMs[count] = sample.sendDelayMs;
      columns.status[count] = sample.status;
      if (ofMany) tenants[count] = numberOf(sample);
      count++;
    },
    get count() {
      return count;
    },
    countBetween: (fromMs, toMs) =>
      columns.intendedMs.subarray(0, count).reduce((sum, at) => sum + (at >= fromMs && at < toMs ? 1 : 0), 0),
    succeededBetween: (fromMs, toMs) =>
      columns.intendedMs
        .subarray(0, count)
        .reduce(
          (sum, at, index) => sum + (at >= fromMs && at < toMs && columns.status[index] === 200 ? 1 : 0),
          0,
        ),
    snapshot: () => copyFrom(0),
    after: copyFrom,
  };
}

const numberOf = ({ tenant }: LoadSample): number =>
  tenant === undefined || Number.isNaN(tenant) ? unknownTenant : tenant;

const emptyColumns = (capacity: number): LoadSamples => ({
  intendedMs: new Float64Array(capacity),
  latencyMs: new Float64Array(capacity),
  firstByteMs: new Float64Array(capacity),
  sendDelayMs: new Float64Array(capacity),
  status: new Int16Array(capacity),
});
