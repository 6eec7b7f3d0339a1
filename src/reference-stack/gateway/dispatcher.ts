import { createEnginePool, type Engine } from './engine-pool.ts';
import { createFairQueue } from './fair-queue.ts';
import { createFifoQueue } from './fifo-queue.ts';
import { batchCapOf, type GatewayConfig } from './gateway-config.ts';
import type { RequestQueue, Waiting } from './request-queue.ts';

/** A request on its way to an engine. */
export interface Job extends Waiting {
  /** Called once, when an engine has a free slot; `finished` must be called once, when the slot is free again. */
  start(engine: Engine, finished: (usedTokens: number) => void): void;
}

/** Brings waiting requests and free engine slots together. */
export interface Dispatcher {
  readonly waiting: number;
  readonly engines: number;
  isFull(): boolean;
  submit(job: Job): void;
  /** Takes back a job that has not started; false if it has. */
  withdraw(job: Job): boolean;
  configure(config: GatewayConfig): void;
  /** Engines that are ready now. */
  setEngines(urls: readonly string[]): void;
}

export function createDispatcher(): Dispatcher {
  const pool = createEnginePool();
  let kind: GatewayConfig['queue'] = 'fair';
  let queue: RequestQueue<Job> = createFairQueue();
  let bound = 0;
  let batchCaps = new Map<string, number>();

  const capOf = (tenantId: string): number => batchCaps.get(tenantId) ?? Number.POSITIVE_INFINITY;
  const mayRun = (tenantId: string): boolean => pool.canTake(tenantId, capOf(tenantId));

  const pump = (): void => {
    while (queue.size > 0 && !pool.isBusy()) {
      const from = queue;
      const job = from.next(mayRun);
      const slot = job && pool.take(job.tenantId, capOf(job.tenantId));
      if (!job || !slot) return;
      job.start(slot.engine, (usedTokens) => {
        slot.free();
        from.settle(job, usedTokens);
        pump();
      });
    }
  };

  return {
    get waiting() {
      return queue.size;
    },
    get engines() {
      return pool.engines;
    },
    isFull: () => queue.size >= bound,
    submit: (job) => {
      queue.push(job);
      pump();
    },
    withdraw: (job) => queue.remove(job),
    configure: (config) => {
      bound = config.queue_length === 'unbounded' ? Number.POSITIVE_INFINITY : config.queue_bound;
      pool.setSlotsPerEngine(config.engine_slots);
      batchCaps = batchCapsOf(config);
      if (config.queue !== kind) {
        kind = config.queue;
        const moved = queue.drain();
        queue = kind === 'fair' ? createFairQueue() : createFifoQueue();
        for (const job of moved) queue.push(job);
      }
      pump();
    },
    setEngines: (urls) => {
      pool.setEngines(urls);
      pump();
    },
  };
}

function batchCapsOf(config: GatewayConfig): Map<string, number> {
  return new Map(config.tenants.map((tenant) => [tenant.tenant_id, batchCapOf(tenant, config)]));
}
