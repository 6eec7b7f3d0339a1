import type { Fact } from '../facts.ts';

/** What the gateway counted of a tenant between two moments. */
export interface GatewayDelta {
  served: number;
  /** Served requests by the upper bound of their duration in milliseconds, cumulative, ascending. */
  byDuration: ReadonlyMap<number, number>;
}

/** Of all these tenants together. @returns undefined if a count is missing */
export function gatewayDelta(
  counts: readonly Fact<'gateway-count'>[],
  ...tenants: readonly string[]
): GatewayDelta | undefined {
  const byTenant = Map.groupBy(counts, ({ tenant }) => tenant);
  return tenants
    .map((tenant) => deltaOf(byTenant.get(tenant) ?? []))
    .reduce((sum, delta) =>
      sum && delta
        ? { served: sum.served + delta.served, byDuration: added(sum.byDuration, delta.byDuration) }
        : undefined,
    );
}

const added = (
  some: ReadonlyMap<number, number>,
  others: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> =>
  new Map(
    [...new Set([...some.keys(), ...others.keys()])]
      .sort((a, b) => a - b)
      .map((bound) => [bound, (some.get(bound) ?? 0) + (others.get(bound) ?? 0)]),
  );

function deltaOf(own: readonly Fact<'gateway-count'>[]): GatewayDelta | undefined {
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
