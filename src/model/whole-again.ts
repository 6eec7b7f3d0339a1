import type { TenantPromise } from './stack-facts.ts';

/** A limiter that counts by the minute begins anew within one. */
const minuteSeconds = 60;

/**
 * Seconds after which a tenant that sends nothing has all of its allowance: its burst has come in at its rate, and whatever
 * is counted by the minute has begun anew. For those who cannot ask what is left.
 */
export const wholeAgainSeconds = ({
  rateLimitRpm,
  burstRequests,
}: Pick<TenantPromise, 'rateLimitRpm' | 'burstRequests'>): number =>
  Math.ceil(Math.max(minuteSeconds, (60 * burstRequests) / rateLimitRpm)) + 1;
