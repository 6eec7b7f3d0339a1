import { createKeyOwner, type KeyOwner } from './api-keys.ts';
import type { Controls } from './controls.ts';
import { batchCapOf, type GatewayConfig, type TenantConfig } from './gateway-config.ts';
import { createRequestRates } from './request-rates.ts';
import { createTenantLimits, type LimitTerms, type TenantLimits } from './tenant-limits.ts';
import { withoutLimits } from './unlimited.ts';

/** A tenant as one request sees it, from its headers to its end. */
export interface Tenant {
  readonly config: TenantConfig;
  readonly controls: Controls;
  /** Most slots of one engine. */
  readonly batchCap: number;
  readonly limits: TenantLimits;
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
  const rates = createRequestRates(now);
  let tenants = new Map<string, Tenant>();
  let ownerOf: KeyOwner = () => undefined;

  const limitsFor = (terms: LimitTerms): TenantLimits => {
    const { tenant_id } = terms.config;
    const existing = limitsOf.get(tenant_id);
    existing?.reconfigure(terms, now());
    const limits = existing ?? createTenantLimits(terms);
    limitsOf.set(tenant_id, limits);
    return terms.controls.limiter === 'off' ? withoutLimits(limits) : limits;
  };

  return {
    byKey: (key) => {
      const owner = ownerOf(key);
      return owner === undefined ? undefined : tenants.get(owner);
    },
    byId: (tenantId) => tenants.get(tenantId),
    all: () => [...tenants.values()],
    setConfig: (controls) => {
      rates.configure(controls);
      const tenantOf = (config: TenantConfig): Tenant => ({
        config,
        controls,
        batchCap: batchCapOf(config, controls),
        limits: limitsFor({ config, controls, rate: rates.of(config) }),
      });
      tenants = new Map(controls.tenants.map((config) => [config.tenant_id, tenantOf(config)]));
    },
    setKeys: (keys) => void (ownerOf = createKeyOwner(keys)),
  };
}
