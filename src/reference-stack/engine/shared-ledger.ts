import type { MemoryLedger } from './memory-ledger.ts';

/** One GPU's memory without partitions: whoever asks first gets it, up to the whole GPU. */
export function createSharedLedger(totalBytes: number): MemoryLedger {
  const used = new Map<string, number>();
  const usedBytes = (tenant: string): number => used.get(tenant) ?? 0;
  const usedByAll = (): number => [...used.values()].reduce((sum, bytes) => sum + bytes, 0);

  return {
    totalBytes,
    setPartition: (tenant) => {
      used.set(tenant, usedBytes(tenant));
      return true;
    },
    partitionBytes: () => totalBytes,
    usedBytes,
    allocate: (tenant, bytes) => {
      if (usedByAll() + bytes > totalBytes) return false;
      used.set(tenant, usedBytes(tenant) + bytes);
      return true;
    },
    free: (tenant, bytes) => {
      if (bytes > usedBytes(tenant)) {
        throw new Error(`freed ${bytes} bytes of ${tenant}, which holds ${usedBytes(tenant)}`);
      }
      used.set(tenant, usedBytes(tenant) - bytes);
    },
    tenants: () => [...used.keys()],
  };
}
