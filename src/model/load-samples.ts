/** A request that k6 never started, because none of its users was idle. */
export const neverStarted = -1;

/** One request of a load. Times are rounded to microseconds, as in the file of samples. */
export interface LoadSample {
  /** Intended start, milliseconds since the epoch. */
  intendedMs: number;
  /** From the intended start to the last byte of the answer; NaN if it was never started. */
  latencyMs: number;
  /** From the intended start to the first byte of a streamed answer; else NaN. */
  firstByteMs: number;
  /** From the intended start to the moment that k6 sent the request; NaN if it was never started. */
  sendDelayMs: number;
  /** HTTP status; 0 if there was no answer, `neverStarted` if there was no request. */
  status: number;
  /** Of a load that many send: place of the sender in the plan's crowd, from 0; NaN where it is not known. */
  tenant?: number;
}

/** Samples of one load in columns; index i is one request. */
export type LoadSamples = { [column in keyof Omit<LoadSample, 'status' | 'tenant'>]: Float64Array } & {
  status: Int16Array;
  /** Absent of a load that one tenant sends; -1 where the sender is not known. */
  tenant?: Int16Array;
};
