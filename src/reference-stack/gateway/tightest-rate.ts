import type { RequestRate } from './request-rate.ts';

/** Two rates that bind together: whichever is tighter at the moment decides, and a refusal costs neither. */
export function tightestRate(one: RequestRate, other: RequestRate): RequestRate {
  const waitMs = (nowMs: number): number => Math.max(one.waitMs(nowMs), other.waitMs(nowMs));
  return {
    get perMinute() {
      return Math.min(one.perMinute, other.perMinute);
    },
    waitMs,
    take: (nowMs) => waitMs(nowMs) === 0 && one.take(nowMs) && other.take(nowMs),
    remaining: (nowMs) => Math.min(one.remaining(nowMs), other.remaining(nowMs)),
    resetMs: (nowMs) => Math.max(one.resetMs(nowMs), other.resetMs(nowMs)),
  };
}
