import type { Fact } from '../facts.ts';

/** What the gateway counted of a tenant between two moments. */
export interface GatewayDelta {
  served: number;
  /** Served requests by the upper bound of their duration in milliseconds, cumulative, ascending. */
  byDuration: ReadonlyMap<number, number>;
}

/** @returns undefined if either count is missing */
export function gatewayDelta(
  counts: readonly Fact<'gateway-count'>[],
  tenant: string,
): GatewayDelta | undefined {
  const own = counts.filter((seen) => seen.tenant === tenant);
  const before = own.find(({ moment }) => moment === 'before');
  const after = own.findLast(({ moment }) => moment === 'after');
  if (!before || !after) return undefined;
  const grown = (bound: string): number => (after.byDuration[bound] ?? 0) - (before.byDuration[bound] ?? 0);
  const byDuration = Object.keys(after.byDuration)
    .map((bound) => [boundMs(bound), grown(bound)] as const)
    .sort(([a], [b]) => a - b);
  return { served: successes(after.byStatus) - successes(before.byStatus), byDuration: new Map(byDuration) };
}

/** Prometheus writes bounds in seconds and the last as `+Inf`. */
const boundMs = (bound: string): number =>
  bound === '+Inf' ? Number.POSITIVE_INFINITY : Math.round(Number(bound) * 1e6) / 1000;

export const successes = (byStatus: Record<string, number>): number =>
  Object.entries(byStatus).reduce((sum, [status, times]) => (status.startsWith('2') ? sum + times : sum), 0);

export interface PercentileBracket {
  /** The percentile lies above this, and at or below `highMs`. */
  lowMs: number;
  highMs: number;
}

/** The bucket of a cumulative histogram in which a percentile lies; undefined for an empty one. */
export function percentileBracket(
  byDuration: ReadonlyMap<number, number>,
  share: number,
): PercentileBracket | undefined {
  const total = byDuration.get(Number.POSITIVE_INFINITY) ?? 0;
  let lowMs = 0;
  for (const [highMs, count] of byDuration) {
    if (total > 0 && count >= share * total) return { lowMs, highMs };
    lowMs = highMs;
  }
  return undefined;
}
