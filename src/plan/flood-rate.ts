import { promisedRps } from '../model/crowd.ts';
import { mostTokensOf } from '../model/reference-request.ts';
import type { Attack } from '../model/scenario.ts';
import type { TenantPromise } from '../model/stack-facts.ts';

type Flood = Extract<Attack, { kind: 'request-flood' }>;

/** Requests per second of a flood, by what those were promised who send it. */
export function floodRps(
  { timesPromisedRate, shareOfTokens, request }: Flood,
  tenants: readonly TenantPromise[],
): number {
  const byRequests = promisedRps(tenants) * timesPromisedRate;
  if (shareOfTokens === undefined || !request) return byRequests;
  const promisedTps = tenants.reduce((sum, { rateLimitTpm }) => sum + rateLimitTpm, 0) / 60;
  return Math.min(byRequests, (promisedTps * shareOfTokens) / mostTokensOf(request));
}
