import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import type { Budget, KeySource, Target, TargetTenant } from '../model/target.ts';
import { baseAddress } from './endpoint-address.ts';
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
    budget: { ...defaultBudget, ...present(budget ?? {}) },
  };
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that say nothing. */
const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;

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
    const text = (await readKey(key, name, env)).trim();
    if (!isHeaderValue(text)) throw noKey(name, `${placeOf(key)} holds no key`);
    keys.set(name, text);
  }
  return keys;
}

async function readKey(key: KeySource, tenant: string, env: NodeJS.ProcessEnv): Promise<string> {
  if ('value' in key) return key.value;
  if ('env' in key) return env[key.env] ?? '';
  try {
    return (await readFile(key.file, 'utf8')).split('\n', 1)[0] ?? '';
  } catch (error) {
    throw noKey(tenant, `${key.file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Visible ASCII, as an HTTP header takes it. */
const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

const placeOf = (key: KeySource): string => {
  if ('env' in key) return `the environment variable ${key.env}`;
  return 'file' in key ? `the first line of ${key.file}` : 'its setting';
};

const noKey = (tenant: string, why: string): UsageError =>
  new UsageError(`The API key of ${tenant}: ${why}`, {
    code: 'no-key',
    hint: `Set target.tenants[].key of ${tenant} to { env: VARIABLE } or { file: PATH } that holds one.`,
  });
