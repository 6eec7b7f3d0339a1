import type { Allowance, Counter } from '../../../dialects/dialect.ts';
import type { DialectName } from '../../../model/dialect-name.ts';

/** What the headers of an answer tell of a tenant's limits; nothing in it is a guess. */
export interface LimitsSeen {
  requestsPerMinute?: number;
  /** Only where it is not that of a minute, which is the default. */
  burstRequests?: number;
  tokensPerMinute?: number;
  /** Limits of which it is not told how long they are for. */
  windowless: { requests?: number; tokens?: number };
}

/**
 * A limit of so many in a window of another length is that of a minute in proportion, and all of it may come at once. What
 * Envoy tells without a window is how much its bucket holds (`src/dialects/envoy.ts`): a burst, and no rate.
 */
export function limitsSeen({ requests, tokens }: Allowance, dialect: DialectName): LimitsSeen {
  const seen: LimitsSeen = { windowless: {} };
  const rpm = perMinute(requests);
  const tpm = perMinute(tokens);
  if (rpm !== undefined) seen.requestsPerMinute = rpm;
  else if (requests?.limit && dialect === 'envoy') seen.burstRequests = requests.limit;
  else if (requests?.limit) seen.windowless.requests = requests.limit;
  if (rpm !== undefined && requests?.limit !== undefined && requests.windowSeconds !== 60)
    seen.burstRequests = requests.limit;
  if (tpm !== undefined) seen.tokensPerMinute = tpm;
  else if (tokens?.limit) seen.windowless.tokens = tokens.limit;
  return seen;
}

function perMinute({ limit, windowSeconds }: Counter = {}): number | undefined {
  if (!limit || !windowSeconds) return undefined;
  const rate = Number(((60 * limit) / windowSeconds).toFixed(3));
  return rate > 0 && Number.isFinite(rate) ? rate : undefined;
}
