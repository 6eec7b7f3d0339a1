import type { AdjustableRate, RateLimit } from './request-rate.ts';

const windowMs = 60_000;

/**
 * A counter per calendar minute, without a bound on bursts: the weakness that GCRA cures. Twice the rate
 * passes within a moment, half before the boundary and half after it.
 * @param clockStartMs Unix time, in milliseconds, at which the clock behind `nowMs` said 0
 */
export function createFixedWindow(initial: RateLimit, clockStartMs = performance.timeOrigin): AdjustableRate {
  let { perMinute } = initial;
  let minute = Number.NaN;
  let used = 0;

  const usedAt = (nowMs: number): number => {
    const current = Math.floor((clockStartMs + nowMs) / windowMs);
    if (current !== minute) used = 0;
    minute = current;
    return used;
  };
  const untilBoundaryMs = (nowMs: number): number => windowMs - ((clockStartMs + nowMs) % windowMs);
  const waitMs = (nowMs: number): number => (usedAt(nowMs) < perMinute ? 0 : untilBoundaryMs(nowMs));

  return {
    get perMinute() {
      return perMinute;
    },
    waitMs,
    take: (nowMs) => {
      if (waitMs(nowMs) > 0) return false;
      used += 1;
      return true;
    },
    remaining: (nowMs) => Math.max(0, Math.ceil(perMinute - usedAt(nowMs))),
    resetMs: untilBoundaryMs,
    reconfigure: (limit) => void ({ perMinute } = limit),
  };
}
