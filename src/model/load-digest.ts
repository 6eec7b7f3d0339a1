/** How often each latency occurred, exact to the microsecond in which samples are recorded. */
export interface LatencyCounts {
  readonly count: number;
  /**
   * Percentile by nearest rank, in milliseconds.
   * @param share in (0, 1], e.g. 0.99
   * @param endless requests beyond those counted that took longer than any of them
   * @returns Infinity if the rank falls on an endless one; NaN if there are neither
   */
  percentile(share: number, endless?: number): number;
  /** How many took longer than this. */
  above(milliseconds: number): number;
  /** Distinct latencies in microseconds, ascending, and how often each occurred. */
  runs(): { microseconds: Uint32Array; counts: Uint32Array };
}

/** The requests of one load that were intended to start in one window. */
export interface WindowLoad {
  /** In the whole window, guard and all, those never started included. */
  offered: number;
  /** From here on: in the measured part alone. All that were due. */
  due: number;
  /** Of those, the ones that k6 had no idle user for. */
  neverStarted: number;
  /** Answers by HTTP status; 0 is no answer. */
  byStatus: ReadonlyMap<number, number>;
  /** Served requests whose answer ended in the measured part, whenever they were due; not counted of one of many. */
  completed: number;
  /** Requests without an answer that were given up in the measured part, counted as `completed` is. */
  givenUp: number;
  /** Of requests that were served: from the intended start to the last byte. */
  latency: LatencyCounts;
  /** Of streamed requests that were served: from the intended start to the first byte. */
  firstByte: LatencyCounts;
  /** Of all that were started: from the intended start to the moment of sending. */
  sendDelay: LatencyCounts;
}

/** Requests with their intended start and the end of their answer, milliseconds since the epoch, by start. */
export interface Spans {
  startMs: Float64Array;
  endMs: Float64Array;
}

/** What a load met in a second, or in a few. */
export interface Moment {
  /** Milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
  due: number;
  /** Not served, or never started. */
  failed: number;
  /** In milliseconds, to within `momentError`; Infinity if it falls on a request that was not served. */
  percentile(share: number): number;
}

/** A load from moment to moment, in windows and between them; moments without a request are left out. */
export interface OverTime {
  moments(): Moment[];
}

/** A load counted up: its size does not grow with the number of samples, but for `admitted`. */
export interface LoadDigest {
  /** All rows, those never started included. */
  samples: number;
  byStatus: ReadonlyMap<number, number>;
  neverStarted: number;
  /** Of served requests in all: from the moment of sending to the last byte, as a server sees them. */
  serviceTime: LatencyCounts;
  /** First intended start and last end of an answer; NaN if there were no requests. */
  firstIntendedMs: number;
  lastEndMs: number;
  /** By index of the window. */
  windows: ReadonlyMap<number, WindowLoad>;
  /** Of a whole load; absent of what one of many sends. */
  overTime?: OverTime;
  /** Served requests one by one, of the aggressor only: a limiter is judged over every stretch of time. */
  admitted: Spans;
  /**
   * Of a load that many send, the same of each, by its place in the plan's crowd, save first bytes and send
   * delays; what never started is nobody's.
   */
  byTenant?: ReadonlyMap<number, LoadDigest>;
}
