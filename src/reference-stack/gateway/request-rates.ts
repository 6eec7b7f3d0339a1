import { createFixedWindow } from './fixed-window.ts';
import type { GatewayConfig, TenantConfig } from './gateway-config.ts';
import { createGcra } from './gcra.ts';
import type { AdjustableRate, RequestRate } from './request-rate.ts';
import { tightestRate } from './tightest-rate.ts';

/** The request rates of tenants and groups. What was used outlives a change of the limit, not one of the limiter. */
export interface RequestRates {
  configure(config: GatewayConfig): void;
  /** What binds a tenant of the configuration. */
  of(tenant: TenantConfig): RequestRate;
}

interface Limit {
  rate_limit_rpm: number;
  burst_requests: number;
}

export function createRequestRates(now: () => number): RequestRates {
  let create: typeof createGcra | typeof createFixedWindow = createGcra;
  let composed = true;
  const ofTenants = new Map<string, AdjustableRate>();
  const ofGroups = new Map<string, AdjustableRate>();

  const rateIn = (rates: Map<string, AdjustableRate>, name: string, limit: Limit): AdjustableRate => {
    const terms = { perMinute: limit.rate_limit_rpm, burst: limit.burst_requests };
    const existing = rates.get(name);
    existing?.reconfigure(terms, now());
    const rate = existing ?? create(terms);
    rates.set(name, rate);
    return rate;
  };

  return {
    configure: ({ limiter, limits_composition, groups }) => {
      composed = limits_composition === 'tightest';
      const wanted = limiter === 'fixed-window' ? createFixedWindow : createGcra;
      if (wanted !== create) for (const rates of [ofTenants, ofGroups]) rates.clear();
      create = wanted;
      for (const group of groups) rateIn(ofGroups, group.group_id, group);
    },
    of: (tenant) => {
      const own = rateIn(ofTenants, tenant.tenant_id, tenant);
      const shared = tenant.group === undefined ? undefined : ofGroups.get(tenant.group);
      return shared && composed ? tightestRate(own, shared) : own;
    },
  };
}
