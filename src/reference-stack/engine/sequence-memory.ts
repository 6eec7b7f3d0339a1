import type { MemoryLedger } from './memory-ledger.ts';
import type { ModelStore } from './model-store.ts';
import type { PrefixCache } from './prefix-cache.ts';
import type { Sequence } from './sequence.ts';

export type Acquired =
  | { cachedTokens: number }
  /** Its model's weights are on their way. */
  | { loadingUntilMs: number }
  | 'no-memory';

/** What a sequence needs in GPU memory before it can run: its model's weights and its KV blocks. */
export interface SequenceMemory {
  /** False if the tenant's partition could not hold it even if it held nothing else. */
  canEverFit(sequence: Sequence): boolean;
  /** All of it, or a moment at which to ask again, or nothing until something ends. */
  acquire(sequence: Sequence, nowMs: number): Acquired;
  /** Its prompt is worked through: the blocks of it may serve others from now on. */
  keepPrompt(sequence: Sequence): void;
  release(sequence: Sequence, nowMs: number): void;
}

export interface SequenceMemoryOptions {
  ledger: MemoryLedger;
  models: ModelStore;
  cache: PrefixCache;
  modelBytes: number;
  kvBlockTokens: number;
  kvBytesPerToken: number;
}

interface Held {
  /** Blocks that the prefix cache owns and this sequence uses, in the order of the prompt. */
  pinned: string[];
  /** KV blocks that nobody else uses. */
  ownBytes: number;
}

export function createSequenceMemory(options: SequenceMemoryOptions): SequenceMemory {
  const { ledger, models, cache, modelBytes, kvBlockTokens, kvBytesPerToken } = options;
  const blockBytes = kvBlockTokens * kvBytesPerToken;
  const holdings = new Map<Sequence, Held>();

  /** KV blocks for the whole sequence, so that it can never run out half-way. */
  const kvBytesOf = ({ promptTokens, maxTokens }: Sequence): number =>
    Math.ceil((promptTokens + maxTokens) / kvBlockTokens) * blockBytes;

  const allocateKv = ({ tenant, model }: Sequence, bytes: number): boolean => {
    while (!ledger.allocate(tenant, bytes)) {
      if (!cache.evictOne(tenant) && !models.evictOne(tenant, model)) return false;
    }
    return true;
  };

  const heldBy = (sequence: Sequence): Held => {
    const held = holdings.get(sequence);
    if (!held) throw new Error(`a sequence of ${sequence.tenant} holds no memory`);
    return held;
  };

  return {
    canEverFit: (sequence) => modelBytes + kvBytesOf(sequence) <= ledger.partitionBytes(sequence.tenant),
    acquire: (sequence, nowMs) => {
      const { tenant, model, promptBlocks } = sequence;
      const weights = models.ensure(tenant, model, nowMs);
      if (weights.state === 'no-memory') return 'no-memory';
      if (weights.state === 'loading') return { loadingUntilMs: weights.readyAtMs };
      const pinned = promptBlocks.slice(0, cache.pin(promptBlocks));
      const ownBytes = kvBytesOf(sequence) - pinned.length * blockBytes;
      if (!allocateKv(sequence, ownBytes)) {
        cache.unpin(pinned);
        return 'no-memory';
      }
      holdings.set(sequence, { pinned, ownBytes });
      models.use(tenant, model, nowMs);
      return { cachedTokens: pinned.length * kvBlockTokens };
    },
    keepPrompt: (sequence) => {
      const held = heldBy(sequence);
      for (const block of sequence.promptBlocks.slice(held.pinned.length)) {
        if (!cache.add(sequence.tenant, block)) continue;
        held.pinned.push(block);
        held.ownBytes -= blockBytes;
      }
    },
    release: (sequence, nowMs) => {
      const { pinned, ownBytes } = heldBy(sequence);
      holdings.delete(sequence);
      cache.unpin(pinned);
      ledger.free(sequence.tenant, ownBytes);
      models.release(sequence.tenant, sequence.model, nowMs);
    },
  };
}
