/** A sustained rate and how many may arrive at once. */
export interface RateLimit {
  perMinute: number;
  /** Number of requests that may arrive at the same instant after a quiet time; at least 1. */
  burst: number;
}

/** Decides which requests are within a rate. Asking never costs anything: only `take` moves the state. */
export interface RequestRate {
  readonly perMinute: number;
  /** Milliseconds until one more request would be admitted; 0 if it would be admitted now. */
  waitMs(nowMs: number): number;
  /** Admits one request, or changes nothing and says no. */
  take(nowMs: number): boolean;
  /** How many would be admitted at this instant. */
  remaining(nowMs: number): number;
  /** Milliseconds until `remaining` is at its highest again. */
  resetMs(nowMs: number): number;
}

/** A rate whose limit may change. */
export interface AdjustableRate extends RequestRate {
  /** Changes the limit; what was used stays used, but never more than the new burst. */
  reconfigure(limit: RateLimit, nowMs: number): void;
}
