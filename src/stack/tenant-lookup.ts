import { UsageError } from '../model/errors.ts';
import type { TenantAccess } from './stack.ts';

/** Finds a tenant by name. The function throws UsageError `unknown-tenant`. */
export const tenantLookup =
  (tenants: ReadonlyMap<string, TenantAccess>) =>
  (name: string): TenantAccess => {
    const found = tenants.get(name);
    if (found) return found;
    throw new UsageError(`The stack has no tenant '${name}'`, {
      code: 'unknown-tenant',
      hint: `Its tenants: ${[...tenants.keys()].join(', ')}.`,
    });
  };
