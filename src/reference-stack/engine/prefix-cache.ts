import type { MemoryLedger } from './memory-ledger.ts';

/**
 * KV blocks of prompts that outlive their sequence, by hash. A block counts in the memory of the tenant that
 * computed it. Nobody pins an idle one; it goes as soon as memory is short, the least recently used first.
 */
export interface PrefixCache {
  /** Pins the longest run of leading blocks that are there; returns how many. */
  pin(blocks: readonly string[]): number;
  /** Takes over a block that is computed and allocated, pinned; false if it is there already. */
  add(tenant: string, block: string): boolean;
  /** In the order of the prompt. Its last block is the first to go: without those before it, it is of no use. */
  unpin(blocks: readonly string[]): void;
  /** Makes room for the tenant; false if there is no idle block to drop. */
  evictOne: (tenant: string) => boolean;
  /** Bytes of the tenant's blocks that nobody pins. */
  idleBytes: (tenant: string) => number;
}

export interface PrefixCacheOptions {
  ledger: MemoryLedger;
  blockBytes: number;
  /** Whose blocks make room for a tenant's memory: its own, as partitions demand, or anyone's. */
  evictsFrom: 'own' | 'anyone';
}

interface Block {
  owner: string;
  pins: number;
  /** Counts up over all blocks. */
  idleSince: number;
}

export function createPrefixCache({ ledger, blockBytes, evictsFrom }: PrefixCacheOptions): PrefixCache {
  const blocks = new Map<string, Block>();
  /** Per tenant, the longest idle first. */
  const idle = new Map<string, Map<string, Block>>();
  let turn = 0;

  const idleOf = (owner: string): Map<string, Block> => {
    const own = idle.get(owner) ?? new Map<string, Block>();
    idle.set(owner, own);
    return own;
  };
  const pinOne = (hash: string, block: Block): void => {
    if (block.pins === 0) idleOf(block.owner).delete(hash);
    block.pins += 1;
  };
  const unpinOne = (hash: string): void => {
    const block = blocks.get(hash);
    if (!block || block.pins === 0) throw new Error('a block was unpinned that nobody pins');
    block.pins -= 1;
    if (block.pins > 0) return;
    block.idleSince = turn += 1;
    idleOf(block.owner).set(hash, block);
  };
  const oldestIdle = (tenant: string): [string, Block] | undefined => {
    const shelves = evictsFrom === 'own' ? [idleOf(tenant)] : [...idle.values()];
    const oldest = shelves.flatMap((shelf) => firstOf(shelf));
    return oldest.sort(([, a], [, b]) => a.idleSince - b.idleSince)[0];
  };

  return {
    pin: (wanted) => {
      let pinned = 0;
      for (const hash of wanted) {
        const block = blocks.get(hash);
        if (!block) break;
        pinOne(hash, block);
        pinned += 1;
      }
      return pinned;
    },
    add: (owner, hash) => {
      if (blocks.has(hash)) return false;
      blocks.set(hash, { owner, pins: 1, idleSince: 0 });
      return true;
    },
    unpin: (pinned) => pinned.toReversed().forEach((hash) => unpinOne(hash)),
    evictOne: (tenant) => {
      const [hash, block] = oldestIdle(tenant) ?? [];
      if (hash === undefined || !block) return false;
      blocks.delete(hash);
      idleOf(block.owner).delete(hash);
      ledger.free(block.owner, blockBytes);
      return true;
    },
    idleBytes: (tenant) => (idle.get(tenant)?.size ?? 0) * blockBytes,
  };
}

function firstOf(shelf: Map<string, Block>): [string, Block][] {
  for (const entry of shelf) return [entry];
  return [];
}
