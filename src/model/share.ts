import type { TenantPromise } from './stack-facts.ts';

/** What of a cluster a tenant is promised a share of: whole GPUs, or bytes of memory limits. */
export type SharedResource = 'gpus' | 'memory';

interface ShareTerms {
  /** Under which a ResourceQuota bounds it. `limits.nvidia.com/gpu` would be accepted, and never enforced. */
  quotaKey: string;
  /** Name of the resource in a container. */
  name: string;
  /** Least that is worth asking for. */
  least: number;
  /** How much more than a promise is too much, so little that a bound a little above the promise is seen. */
  beyond: number;
}

const MiB = 2 ** 20;

export const shareTerms: Readonly<Record<SharedResource, ShareTerms>> = {
  gpus: { quotaKey: 'requests.nvidia.com/gpu', name: 'nvidia.com/gpu', least: 1, beyond: 1 },
  memory: { quotaKey: 'limits.memory', name: 'memory', least: 16 * MiB, beyond: MiB },
};

/** What a tenant was promised of it; `unlimited` if nothing. */
export const promisedShare = (
  { gpuQuota, memoryQuotaBytes }: TenantPromise,
  resource: SharedResource,
): number => (resource === 'gpus' ? gpuQuota : memoryQuotaBytes);

/**
 * How much a pod asks for that is to get all that is left of a promise, or so much beyond it.
 * @param used what the quota counts; undefined if that cannot be read: then a pod with all of the promise may be too large,
 *   and the least is asked for
 */
export function amountAsked(
  { resource, promised, beyond }: { resource: SharedResource; promised: number; beyond: number },
  used: number | undefined,
): number {
  const left = Math.max(0, promised - (used ?? 0));
  if (beyond > 0) return left + beyond;
  const { least } = shareTerms[resource];
  return used !== undefined && left >= least ? left : Math.min(promised, least);
}

/** A pod is tried again if meanwhile others came or went in the namespace, and at most so often. */
export const mostTries = 5;
