import type { MemoryLedger } from './memory-ledger.ts';
import type { ModelStore } from './model-store.ts';
import type { Sequence } from './sequence.ts';

/** What a sequence needs in GPU memory before it can run: its model's weights and its KV blocks. */
export interface SequenceMemory {
  /** False if the tenant's partition could not hold it even if it held nothing else. */
  canEverFit(sequence: Sequence): boolean;
  /** All of it, or a moment at which to ask again, or nothing until something of the tenant's own ends. */
  acquire(sequence: Sequence, nowMs: number): 'acquired' | 'no-memory' | { loadingUntilMs: number };
  release(sequence: Sequence, nowMs: number): void;
}

export interface SequenceMemoryOptions {
  ledger: MemoryLedger;
  models: ModelStore;
  modelBytes: number;
  kvBlockTokens: number;
  kvBytesPerToken: number;
}

export function createSequenceMemory(options: SequenceMemoryOptions): SequenceMemory {
  const { ledger, models, modelBytes, kvBlockTokens, kvBytesPerToken } = options;

  /** KV blocks for the whole sequence, so that it can never run out half-way. */
  const kvBytesOf = ({ promptTokens, maxTokens }: Sequence): number =>
    Math.ceil((promptTokens + maxTokens) / kvBlockTokens) * kvBlockTokens * kvBytesPerToken;

  return {
    canEverFit: (sequence) => modelBytes + kvBytesOf(sequence) <= ledger.partitionBytes(sequence.tenant),
    acquire: (sequence, nowMs) => {
      const { tenant, model } = sequence;
      const weights = models.ensure(tenant, model, nowMs);
      if (weights.state === 'no-memory') return 'no-memory';
      if (weights.state === 'loading') return { loadingUntilMs: weights.readyAtMs };
      while (!ledger.allocate(tenant, kvBytesOf(sequence))) {
        if (!models.evictOne(tenant, model)) return 'no-memory';
      }
      models.use(tenant, model, nowMs);
      return 'acquired';
    },
    release: (sequence, nowMs) => {
      ledger.free(sequence.tenant, kvBytesOf(sequence));
      models.release(sequence.tenant, sequence.model, nowMs);
    },
  };
}
