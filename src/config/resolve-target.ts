import { UsageError } from '../model/errors.ts';
import type { Budget, Target, TargetTenant } from '../model/target.ts';
import { baseAddress } from './endpoint-address.ts';
import { present } from './present.ts';
import { readSecret } from './read-secret.ts';
import { resolvePrometheus } from './resolve-prometheus.ts';
import type { Config } from './schema.ts';

/** Enough for a verdict on an ordinary gateway, and little for whoever pays. */
export const defaultBudget: Budget = { requests: 50_000, tokens: 5_000_000, rateRps: 100 };

/**
 * The target that the settings describe; undefined if they describe none.
 * @throws UsageError `budget-without-target`
 */
export function resolveTarget({ target, budget }: Pick<Config, 'target' | 'budget'>): Target | undefined {
  if (!target) {
    if (!budget) return undefined;
    throw new UsageError('A budget is for a target that is not ours, and none is described', {
      code: 'budget-without-target',
      hint: 'Add target: with its endpoint and tenants, or take budget: out.',
    });
  }
  return {
    endpoint: baseAddress(target.endpoint),
    ...(target.cluster ? { cluster: present(target.cluster) } : {}),
    tenants: target.tenants.map(({ promises, key, ...tenant }): TargetTenant => ({
      ...present(tenant),
      key: typeof key === 'string' ? { value: key } : key,
      promises: { burstRequests: Math.ceil(promises.requestsPerMinute), ...present(promises) },
    })),
    ...(target.prometheus ? { prometheus: resolvePrometheus(target.prometheus) } : {}),
    budget: { ...defaultBudget, ...present(budget ?? {}) },
  };
}

/**
 * The API key of each tenant, by name. Secret.
 * @throws UsageError `no-key` naming the tenant and the variable or file, never what is in it
 */
export async function readKeys(
  tenants: readonly TargetTenant[],
  env: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const { name, key } of tenants) {
    keys.set(name, await readSecret(key, { what: 'key', env, refuse: (why) => noKey(name, why) }));
  }
  return keys;
}

const noKey = (tenant: string, why: string): UsageError =>
  new UsageError(`The API key of ${tenant}: ${why}`, {
    code: 'no-key',
    hint: `Set target.tenants[].key of ${tenant} to { env: VARIABLE } or { file: PATH } that holds one.`,
  });
