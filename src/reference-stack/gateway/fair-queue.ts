import type { RequestQueue, Waiting } from './request-queue.ts';

interface Lane<T> {
  /** In order of arrival, each with its place in the arrival order of all tenants. */
  entries: Map<T, number>;
  /** Tokens served to the tenant, divided by its weight. */
  virtualTokens: number;
}

/**
 * Weighted fair queue by tokens: start-time fair queueing (Goyal, Vin and Cheng, 1996) with one virtual
 * token counter per tenant (Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024).
 * The tenant with the lowest counter goes first. A tenant that comes back from idleness starts at the
 * counter of whoever was served last, so that silence earns no credit.
 */
export function createFairQueue<T extends Waiting>(): RequestQueue<T> {
  const lanes = new Map<string, Lane<T>>();
  let size = 0;
  let arrivals = 0;
  /** Highest counter at which anyone was served: where a tenant that was idle starts. */
  let virtualTime = 0;

  const laneOf = (tenantId: string): Lane<T> => {
    const known = lanes.get(tenantId);
    if (known) return known;
    const lane: Lane<T> = { entries: new Map(), virtualTokens: virtualTime };
    lanes.set(tenantId, lane);
    return lane;
  };

  return {
    get size() {
      return size;
    },
    push: (entry) => {
      const lane = laneOf(entry.tenantId);
      if (lane.entries.size === 0) lane.virtualTokens = Math.max(lane.virtualTokens, virtualTime);
      lane.entries.set(entry, arrivals++);
      size += 1;
    },
    remove: (entry) => {
      const removed = lanes.get(entry.tenantId)?.entries.delete(entry) ?? false;
      if (removed) size -= 1;
      return removed;
    },
    next: (mayRun) => {
      const lane = lowest(lanes, mayRun);
      const entry = lane?.entries.keys().next().value;
      if (!lane || !entry) return undefined;
      lane.entries.delete(entry);
      size -= 1;
      virtualTime = Math.max(virtualTime, lane.virtualTokens);
      lane.virtualTokens += entry.costTokens / entry.weight;
      return entry;
    },
    settle: (entry, usedTokens) => {
      const lane = lanes.get(entry.tenantId);
      if (lane) lane.virtualTokens -= (entry.costTokens - usedTokens) / entry.weight;
    },
    drain: () => {
      const all = [...lanes.values()].flatMap(({ entries }) => [...entries]);
      for (const { entries } of lanes.values()) entries.clear();
      size = 0;
      return all.sort(([, a], [, b]) => a - b).map(([entry]) => entry);
    },
  };
}

/** The eligible lane with the lowest counter; of equals, the one whose head arrived first. */
function lowest<T>(lanes: Map<string, Lane<T>>, mayRun: (tenantId: string) => boolean): Lane<T> | undefined {
  let best: Lane<T> | undefined;
  for (const [tenantId, lane] of lanes) {
    if (lane.entries.size === 0 || !mayRun(tenantId)) continue;
    if (!best || precedes(lane, best)) best = lane;
  }
  return best;
}

function precedes<T>(one: Lane<T>, other: Lane<T>): boolean {
  if (one.virtualTokens !== other.virtualTokens) return one.virtualTokens < other.virtualTokens;
  const arrival = ({ entries }: Lane<T>): number => entries.values().next().value ?? 0;
  return arrival(one) < arrival(other);
}
