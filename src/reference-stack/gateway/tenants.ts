import { createKeyOwner, type KeyOwner } from './api-keys.ts';
import type { GatewayConfig, TenantConfig, TokenAccounting } from './gateway-config.ts';
import { createTenantLimits, type TenantLimits } from './tenant-limits.ts';
import { withoutLimits } from './unlimited.ts';

/** A tenant as one request sees it, from its headers to its end. */
export interface Tenant {
  readonly config: TenantConfig;
  readonly limits: TenantLimits;
  /** False with `limiter: off`. */
  readonly limited: boolean;
}

/** Who may call, and what each has used. A tenant's use outlives changes of its configuration. */
export interface Tenants {
  /** The owner of an API key, if the configuration knows it. */
  byKey(key: string): Tenant | undefined;
  byId(tenantId: string): Tenant | undefined;
  all(): Tenant[];
  setConfig(config: GatewayConfig): void;
  setKeys(keys: ReadonlyMap<string, string>): void;
}

export function createTenants(now: () => number): Tenants {
  const limitsOf = new Map<string, TenantLimits>();
  let tenants = new Map<string, Tenant>();
  let ownerOf: KeyOwner = () => undefined;

  const limitsFor = (config: TenantConfig, accounting: TokenAccounting): TenantLimits => {
    const existing = limitsOf.get(config.tenant_id);
    existing?.reconfigure(config, accounting, now());
    const limits = existing ?? createTenantLimits(config, accounting);
    limitsOf.set(config.tenant_id, limits);
    return limits;
  };

  return {
    byKey: (key) => {
      const owner = ownerOf(key);
      return owner === undefined ? undefined : tenants.get(owner);
    },
    byId: (tenantId) => tenants.get(tenantId),
    all: () => [...tenants.values()],
    setConfig: ({ limiter, token_accounting, tenants: configs }) => {
      const limited = limiter !== 'off';
      tenants = new Map(
        configs.map((config) => {
          const limits = limitsFor(config, token_accounting);
          return [config.tenant_id, { config, limited, limits: limited ? limits : withoutLimits(limits) }];
        }),
      );
    },
    setKeys: (keys) => void (ownerOf = createKeyOwner(keys)),
  };
}
