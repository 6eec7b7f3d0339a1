import type { Gpu } from './gpu.ts';

/**
 * Makes a tenant's partition or changes its size; what it has there and does not use goes, if that is needed.
 * @returns false, with the old size kept, if the GPU has not that much left or the tenant uses more
 */
export function resizePartition(
  { ledger, cache, models }: Pick<Gpu, 'ledger' | 'cache' | 'models'>,
  tenant: string,
  bytes: number,
): boolean {
  while (!ledger.setPartition(tenant, bytes)) {
    if (ledger.usedBytes(tenant) <= bytes) return false;
    if (!cache.evictOne(tenant) && !models.evictOne(tenant)) return false;
  }
  return true;
}
