import { Agent } from 'node:http';

/** An engine that takes requests. */
export interface Engine {
  readonly host: string;
  readonly port: string;
  /** Keeps the connections to it. */
  readonly agent: Agent;
}

/** A place in an engine's batch. */
export interface Slot {
  readonly engine: Engine;
  /** Must be called once. */
  free(): void;
}

/** The slots of all ready engines. */
export interface EnginePool {
  readonly engines: number;
  /** Engines that are ready now. Requests in flight to others run to their end. */
  setEngines(urls: readonly string[]): void;
  setSlotsPerEngine(slots: number): void;
  /** True if no engine has a free slot for anyone. */
  isBusy(): boolean;
  canTake(tenantId: string, batchCap: number): boolean;
  /** A slot of the least busy engine on which the tenant holds fewer than `batchCap`. */
  take(tenantId: string, batchCap: number): Slot | undefined;
}

interface Seat extends Engine {
  inFlight: number;
  inFlightOf: Map<string, number>;
}

export function createEnginePool(): EnginePool {
  let seats = new Map<string, Seat>();
  let slotsPerEngine = 0;

  const find = (tenantId: string, batchCap: number): Seat | undefined => {
    let best: Seat | undefined;
    for (const seat of seats.values()) {
      if (seat.inFlight >= slotsPerEngine || (seat.inFlightOf.get(tenantId) ?? 0) >= batchCap) continue;
      if (!best || seat.inFlight < best.inFlight) best = seat;
    }
    return best;
  };

  return {
    get engines() {
      return seats.size;
    },
    setEngines: (urls) => {
      seats = new Map(urls.map((url) => [url, seats.get(url) ?? createSeat(url)]));
    },
    setSlotsPerEngine: (slots) => void (slotsPerEngine = slots),
    isBusy: () => find('', Number.POSITIVE_INFINITY) === undefined,
    canTake: (tenantId, batchCap) => find(tenantId, batchCap) !== undefined,
    take: (tenantId, batchCap) => {
      const seat = find(tenantId, batchCap);
      if (!seat) return undefined;
      count(seat, tenantId, 1);
      return { engine: seat, free: () => count(seat, tenantId, -1) };
    },
  };
}

function createSeat(url: string): Seat {
  const { hostname, port } = new URL(url);
  // An IPv6 address stands in brackets in a URL, and without them in a connection.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port, agent: new Agent({ keepAlive: true }), inFlight: 0, inFlightOf: new Map() };
}

function count(seat: Seat, tenantId: string, change: 1 | -1): void {
  seat.inFlight += change;
  seat.inFlightOf.set(tenantId, (seat.inFlightOf.get(tenantId) ?? 0) + change);
}
