import { describe, expect, it } from 'vitest';
import {
  type GatewayConfig,
  parseGatewayConfig,
} from '../../../../src/reference-stack/gateway/gateway-config.ts';
import type { RequestRate } from '../../../../src/reference-stack/gateway/request-rate.ts';
import { createRequestRates } from '../../../../src/reference-stack/gateway/request-rates.ts';

const tenant = (id: string): string =>
  `{tenant_id: ${id}, group: g, model_name: m, max_batch_size: 1, memory_limit_gb: 1, rate_limit_rpm: 60,
    burst_requests: 10, rate_limit_tpm: 1000, max_concurrency: 1, weight: 1}`;

function configOf(controls = ''): GatewayConfig {
  const groups = 'groups: [{group_id: g, rate_limit_rpm: 30, burst_requests: 4}]';
  const tenants = `tenants: [${tenant('a')}, ${tenant('b')}]`;
  const parsed = parseGatewayConfig(`{${controls} engine_slots: 1, ${groups}, ${tenants}}`);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed.config;
}

/** Rates of tenants a and b, of one group whose limit is tighter than theirs. */
function ratesOf(config: GatewayConfig, rates = createRequestRates(() => 0)): RequestRate[] {
  rates.configure(config);
  return config.tenants.map((each) => rates.of(each));
}

const takes = (rate: RequestRate | undefined, count: number): number =>
  Array.from({ length: count }, () => rate?.take(0)).filter(Boolean).length;

describe('request rates', () => {
  it('the tighter one of tenant and group binds, and the group is shared', () => {
    const [a, b] = ratesOf(configOf());
    expect(a).toMatchObject({ perMinute: 30 });
    expect([takes(a, 3), takes(b, 5), takes(a, 1)]).toEqual([3, 1, 0]);
    expect(a?.remaining(0)).toBe(0);
    expect([a?.waitMs(0), a?.resetMs(0)]).toEqual([2000, 8000]);
  });

  it('what the group refuses costs the tenant nothing', () => {
    const rates = createRequestRates(() => 0);
    const [a] = ratesOf(configOf(), rates);
    takes(a, 20);
    const [alone] = ratesOf(configOf('limits_composition: tenant-only,'), rates);
    expect(takes(alone, 20)).toBe(6);
  });

  it("with tenant-only the tenant's own rate hides the group's", () => {
    const [a, b] = ratesOf(configOf('limits_composition: tenant-only,'));
    expect(a).toMatchObject({ perMinute: 60 });
    expect([takes(a, 20), takes(b, 20)]).toEqual([10, 10]);
  });

  it('with fixed windows both are counters of a minute', () => {
    const [a, b] = ratesOf(configOf('limiter: fixed-window,'));
    expect([takes(a, 50), takes(b, 50)]).toEqual([30, 0]);
  });

  it('what was used stays used until the limiter is another', () => {
    const rates = createRequestRates(() => 0);
    takes(ratesOf(configOf(), rates)[0], 4);
    expect(takes(ratesOf(configOf(), rates)[1], 4)).toBe(0);
    ratesOf(configOf('limiter: fixed-window,'), rates);
    expect(takes(ratesOf(configOf(), rates)[1], 20)).toBe(4);
  });
});
