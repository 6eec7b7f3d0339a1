import type { MemoryLedger } from './memory-ledger.ts';

export type ModelState =
  | { state: 'ready' }
  /** Being loaded, once for all who wait. */
  | { state: 'loading'; readyAtMs: number }
  /** Does not fit beside what the tenant has in use. */
  | { state: 'no-memory' };

export interface ModelStoreEvents {
  onLoad(tenant: string, model: string): void;
  onEvict(tenant: string, model: string): void;
}

interface Model {
  readyAtMs: number;
  users: number;
  lastUsedMs: number;
}

/** Weights in GPU memory, per tenant: each model loaded once, the least recently used evicted. */
export interface ModelStore {
  /** Starts the load if there is room or room can be made. */
  ensure(tenant: string, model: string, nowMs: number): ModelState;
  /** A sequence starts; the model stays until it is released. */
  use(tenant: string, model: string, nowMs: number): void;
  release(tenant: string, model: string, nowMs: number): void;
  /** Makes room for the tenant: evicts the least recently used model that nobody uses, other than `keep`; false if there is none. */
  evictOne(tenant: string, keep?: string): boolean;
  /** Bytes of all weights that the tenant has loaded. */
  weightBytes: (tenant: string) => number;
}

export interface ModelStoreOptions {
  ledger: MemoryLedger;
  modelBytes: number;
  loadMs: number;
  /** Whose models make room for a tenant's: its own, as partitions demand, or anyone's. */
  evictsFrom?: 'own' | 'anyone';
  /** Asked before weights are evicted: drops something that costs less to have again; false if there is nothing. */
  dropCheaper?: (tenant: string) => boolean;
  events: ModelStoreEvents;
}

export function createModelStore(options: ModelStoreOptions): ModelStore {
  const { ledger, modelBytes, loadMs, evictsFrom = 'own', dropCheaper, events } = options;
  const shelves = new Map<string, Map<string, Model>>();

  const shelfOf = (tenant: string): Map<string, Model> => {
    const shelf = shelves.get(tenant) ?? new Map<string, Model>();
    shelves.set(tenant, shelf);
    return shelf;
  };

  const evictOne = (tenant: string, keep?: string): boolean => {
    const owners = evictsFrom === 'own' ? [tenant] : [...shelves.keys()];
    const idle = owners
      .flatMap((owner) => [...shelfOf(owner)].map(([name, model]) => ({ owner, name, ...model })))
      .filter(({ owner, name, users }) => users === 0 && !(owner === tenant && name === keep))
      .sort((a, b) => a.lastUsedMs - b.lastUsedMs);
    const [oldest] = idle;
    if (!oldest) return false;
    shelfOf(oldest.owner).delete(oldest.name);
    ledger.free(oldest.owner, modelBytes);
    events.onEvict(oldest.owner, oldest.name);
    return true;
  };

  const change = (tenant: string, name: string, users: number, nowMs: number): void => {
    const model = shelfOf(tenant).get(name);
    if (!model) throw new Error(`model ${name} of ${tenant} is not loaded`);
    model.users += users;
    model.lastUsedMs = nowMs;
  };

  return {
    ensure: (tenant, name, nowMs) => {
      const shelf = shelfOf(tenant);
      const known = shelf.get(name);
      if (known) return stateOf(known, nowMs);
      while (!ledger.allocate(tenant, modelBytes)) {
        if (dropCheaper?.(tenant) !== true && !evictOne(tenant, name)) return { state: 'no-memory' };
      }
      const model = { readyAtMs: nowMs + loadMs, users: 0, lastUsedMs: nowMs };
      shelf.set(name, model);
      events.onLoad(tenant, name);
      return stateOf(model, nowMs);
    },
    use: (tenant, name, nowMs) => change(tenant, name, 1, nowMs),
    release: (tenant, name, nowMs) => change(tenant, name, -1, nowMs),
    evictOne,
    weightBytes: (tenant) => (shelves.get(tenant)?.size ?? 0) * modelBytes,
  };
}

function stateOf({ readyAtMs }: Model, nowMs: number): ModelState {
  return readyAtMs <= nowMs ? { state: 'ready' } : { state: 'loading', readyAtMs };
}
