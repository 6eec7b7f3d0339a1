import { readKeys } from '../../config/resolve-target.ts';
import { UsageError } from '../../model/errors.ts';
import { unlimited } from '../../model/target.ts';
import type { TenantDraft } from './tenant-draft.ts';

export interface TenantKeys {
  /** By tenant. Secret. */
  keys: ReadonlyMap<string, string>;
  /** Tenants whose key cannot be read, and why. */
  keyless: ReadonlyMap<string, string>;
}

/** The keys that can be read; a run needs all, and looking does not. */
export async function tenantKeys(
  tenants: readonly TenantDraft[],
  env: NodeJS.ProcessEnv,
): Promise<TenantKeys> {
  const keys = new Map<string, string>();
  const keyless = new Map<string, string>();
  for (const { name, key } of tenants) {
    const promises = { requestsPerMinute: unlimited, burstRequests: unlimited };
    try {
      const read = await readKeys([{ name, key, model: '', promises }], env);
      for (const [tenant, value] of read) keys.set(tenant, value);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      keyless.set(name, error.message.slice(error.message.indexOf(': ') + 2));
    }
  }
  return { keys, keyless };
}

/** Tenants that a gateway cannot tell apart. */
export function sharedKeyRemarks(keys: ReadonlyMap<string, string>): string[] {
  const byKey = Map.groupBy(keys, ([, key]) => key);
  return [...byKey.values()]
    .filter((sharers) => sharers.length > 1)
    .map(
      (sharers) =>
        `${sharers.map(([name]) => name).join(' and ')} have one key: the endpoint takes them for the same tenant`,
    );
}
