/** A sustained rate and how many may arrive at once. */
export interface RateLimit {
  perMinute: number;
  /** Number of requests that may arrive at the same instant after a quiet time; at least 1. */
  burst: number;
}

/**
 * Generic cell rate algorithm (ITU-T I.371, virtual scheduling).
 *
 * Convention: with `burst` = B and `perMinute` = R, at most B + R/60·T requests are admitted in any
 * closed interval of T seconds, whatever the arrival pattern; after B/R minutes of silence B are
 * admitted at once. Asking never costs anything: only `take` moves the state.
 */
export interface Gcra {
  /** Milliseconds until one more request would be admitted; 0 if it would be admitted now. */
  waitMs(nowMs: number): number;
  /** Admits one request, or changes nothing and says no. */
  take(nowMs: number): boolean;
  /** How many would be admitted at this instant. */
  remaining(nowMs: number): number;
  /** Milliseconds until `remaining` is `burst` again. */
  resetMs(nowMs: number): number;
  /** Changes the limit; what was used stays used, but never more than the new burst. */
  reconfigure(limit: RateLimit, nowMs: number): void;
}

export function createGcra(initial: RateLimit): Gcra {
  let { burst } = initial;
  let intervalMs = 60_000 / initial.perMinute;
  /** Theoretical arrival time: when the debt of everything admitted so far is paid. */
  let paidAtMs = Number.NEGATIVE_INFINITY;

  const debtMs = (nowMs: number): number => Math.max(0, paidAtMs - nowMs);
  const waitMs = (nowMs: number): number => Math.max(0, debtMs(nowMs) - (burst - 1) * intervalMs);

  return {
    waitMs,
    take: (nowMs) => {
      if (waitMs(nowMs) > 0) return false;
      paidAtMs = Math.max(paidAtMs, nowMs) + intervalMs;
      return true;
    },
    remaining: (nowMs) => Math.max(0, Math.floor(burst - debtMs(nowMs) / intervalMs + 1e-9)),
    resetMs: debtMs,
    reconfigure: (limit, nowMs) => {
      const usedRequests = debtMs(nowMs) / intervalMs;
      burst = limit.burst;
      intervalMs = 60_000 / limit.perMinute;
      paidAtMs = nowMs + Math.min(usedRequests, burst) * intervalMs;
    },
  };
}
