import { createMemoryLedger, type MemoryLedger } from './memory-ledger.ts';
import { createModelStore, type ModelStore, type ModelStoreEvents } from './model-store.ts';
import { createPrefixCache, type PrefixCache } from './prefix-cache.ts';
import { createScheduler, type Scheduler, type SchedulerOptions } from './scheduler.ts';
import { createSequenceMemory } from './sequence-memory.ts';
import type { EngineSettings } from './settings.ts';
import { createSharedLedger } from './shared-ledger.ts';

/** One simulated GPU: its memory, and the scheduler that works on it. */
export interface Gpu {
  ledger: MemoryLedger;
  models: ModelStore;
  cache: PrefixCache;
  scheduler: Scheduler;
}

export interface GpuEvents extends ModelStoreEvents {
  onStep: NonNullable<SchedulerOptions['onStep']>;
}

export function createGpu(settings: EngineSettings, events: GpuEvents): Gpu {
  const shared = settings.GPU_MEMORY_MODE === 'shared';
  const evictsFrom = shared ? 'anyone' : 'own';
  const {
    MODEL_BYTES: modelBytes,
    KV_BLOCK_TOKENS: kvBlockTokens,
    KV_BYTES_PER_TOKEN: kvBytesPerToken,
  } = settings;
  const ledger = (shared ? createSharedLedger : createMemoryLedger)(settings.GPU_MEMORY_BYTES);
  const cache = createPrefixCache({ ledger, blockBytes: kvBlockTokens * kvBytesPerToken, evictsFrom });
  const models = createModelStore({
    ledger,
    modelBytes,
    loadMs: settings.MODEL_LOAD_MS,
    evictsFrom,
    dropCheaper: cache.evictOne,
    events,
  });
  const memory = createSequenceMemory({ ledger, models, cache, modelBytes, kvBlockTokens, kvBytesPerToken });
  const chunked = settings.CHUNKED_PREFILL === 'on';
  const scheduler = createScheduler({
    slots: settings.SLOTS,
    stepMs: settings.STEP_MS,
    prefillTokensPerStep: chunked ? settings.PREFILL_TOKENS_PER_STEP : Number.POSITIVE_INFINITY,
    prefillMsPerToken: settings.PREFILL_MS_PER_TOKEN,
    memory,
    onStep: events.onStep,
  });
  return { ledger, models, cache, scheduler };
}
