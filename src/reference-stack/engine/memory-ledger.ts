/** One GPU's memory, divided into partitions that no tenant can leave. */
export interface MemoryLedger {
  readonly totalBytes: number;
  /**
   * Makes a tenant's partition or changes its size. Refused, with nothing changed, if all partitions
   * together would exceed the GPU or the tenant already uses more.
   */
  setPartition(tenant: string, bytes: number): boolean;
  partitionBytes(tenant: string): number;
  usedBytes(tenant: string): number;
  /** False if it does not fit the tenant's own partition; whatever the others use plays no part. */
  allocate(tenant: string, bytes: number): boolean;
  free(tenant: string, bytes: number): void;
  tenants(): string[];
}

interface Partition {
  bytes: number;
  usedBytes: number;
}

export function createMemoryLedger(totalBytes: number): MemoryLedger {
  const partitions = new Map<string, Partition>();
  let promisedBytes = 0;

  return {
    totalBytes,
    setPartition: (tenant, bytes) => {
      const old = partitions.get(tenant) ?? { bytes: 0, usedBytes: 0 };
      if (bytes === old.bytes) return true;
      if (promisedBytes - old.bytes + bytes > totalBytes || bytes < old.usedBytes) return false;
      promisedBytes += bytes - old.bytes;
      partitions.set(tenant, { ...old, bytes });
      return true;
    },
    partitionBytes: (tenant) => partitions.get(tenant)?.bytes ?? 0,
    usedBytes: (tenant) => partitions.get(tenant)?.usedBytes ?? 0,
    allocate: (tenant, bytes) => {
      const partition = partitions.get(tenant);
      if (!partition || partition.usedBytes + bytes > partition.bytes) return false;
      partition.usedBytes += bytes;
      return true;
    },
    free: (tenant, bytes) => {
      const partition = partitions.get(tenant);
      if (!partition || bytes > partition.usedBytes) {
        throw new Error(`freed ${bytes} bytes of ${tenant}, which holds ${partition?.usedBytes ?? 0}`);
      }
      partition.usedBytes -= bytes;
    },
    tenants: () => [...partitions.keys()],
  };
}
