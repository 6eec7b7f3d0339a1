import type { Batch } from './batch.ts';
import type { SequenceMemory } from './sequence-memory.ts';
import type { Sequence } from './sequence.ts';

/** Sequences that wait for a place in the batch. */
export interface WaitingLine {
  readonly size: number;
  add(sequence: Sequence): void;
  remove(sequence: Sequence): void;
  /**
   * Moves into the batch what may run now, in order of arrival; a tenant whose first sequence may not
   * holds up only itself.
   * @returns when it is worth asking again although nothing ended; Infinity if never
   */
  admit(nowMs: number): number;
}

type Outcome = 'left' | 'blocked' | { wakeAtMs: number };

export function createWaitingLine(slots: number, batch: Batch, memory: SequenceMemory): WaitingLine {
  const waiting = new Set<Sequence>();

  const refuse = (sequence: Sequence): Outcome => {
    waiting.delete(sequence);
    sequence.onEnd('out-of-memory');
    return 'left';
  };

  const tryOne = (sequence: Sequence, nowMs: number): Outcome => {
    if (!memory.canEverFit(sequence)) return refuse(sequence);
    if (batch.slotsOf(sequence.tenant) >= sequence.maxBatchSize) return 'blocked';
    const outcome = memory.acquire(sequence, nowMs);
    // With nothing of its own to wait for, the memory is in others' hands: the allocation fails.
    if (outcome === 'no-memory') return batch.slotsOf(sequence.tenant) > 0 ? 'blocked' : refuse(sequence);
    if ('loadingUntilMs' in outcome) return { wakeAtMs: outcome.loadingUntilMs };
    waiting.delete(sequence);
    batch.add(sequence, outcome.cachedTokens);
    sequence.onStart(outcome.cachedTokens);
    return 'left';
  };

  return {
    get size() {
      return waiting.size;
    },
    add: (sequence) => {
      waiting.add(sequence);
      if (!memory.canEverFit(sequence)) refuse(sequence);
    },
    remove: (sequence) => void waiting.delete(sequence),
    admit: (nowMs) => {
      let wakeAtMs = Number.POSITIVE_INFINITY;
      const held = new Set<string>();
      for (const sequence of waiting) {
        if (batch.size >= slots) break;
        if (held.has(sequence.tenant)) continue;
        const outcome = tryOne(sequence, nowMs);
        if (outcome === 'left') continue;
        held.add(sequence.tenant);
        if (outcome !== 'blocked') wakeAtMs = Math.min(wakeAtMs, outcome.wakeAtMs);
      }
      return wakeAtMs;
    },
  };
}
