import type { TenantLimits } from './tenant-limits.ts';

/** No request rate, no concurrency cap, no token budget; requests in flight are still counted. */
export function withoutLimits(limits: TenantLimits): TenantLimits {
  return {
    get inFlight() {
      return limits.inFlight;
    },
    check: () => undefined,
    hold: limits.hold,
    release: limits.release,
    commit: () => undefined,
    commitInvalid: () => undefined,
    settle: () => {},
    headers: () => ({}),
    reconfigure: limits.reconfigure,
  };
}
