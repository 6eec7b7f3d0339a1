import type { AdjustableRate, RateLimit } from './request-rate.ts';

/**
 * Generic cell rate algorithm (ITU-T I.371, virtual scheduling).
 *
 * Convention: with `burst` = B and `perMinute` = R, at most B + R/60·T requests are admitted in any
 * closed interval of T seconds, whatever the arrival pattern; after B/R minutes of silence B are
 * admitted at once.
 */
export function createGcra(initial: RateLimit): AdjustableRate {
  let { burst, perMinute } = initial;
  /** Theoretical arrival time: when the debt of everything admitted so far is paid. */
  let paidAtMs = Number.NEGATIVE_INFINITY;

  const intervalMs = (): number => 60_000 / perMinute;
  const debtMs = (nowMs: number): number => Math.max(0, paidAtMs - nowMs);
  const waitMs = (nowMs: number): number => Math.max(0, debtMs(nowMs) - (burst - 1) * intervalMs());

  return {
    get perMinute() {
      return perMinute;
    },
    waitMs,
    take: (nowMs) => {
      if (waitMs(nowMs) > 0) return false;
      paidAtMs = Math.max(paidAtMs, nowMs) + intervalMs();
      return true;
    },
    remaining: (nowMs) => Math.max(0, Math.floor(burst - debtMs(nowMs) / intervalMs() + 1e-9)),
    resetMs: debtMs,
    reconfigure: (limit, nowMs) => {
      const usedRequests = debtMs(nowMs) / intervalMs();
      ({ burst, perMinute } = limit);
      paidAtMs = nowMs + Math.min(usedRequests, burst) * intervalMs();
    },
  };
}
