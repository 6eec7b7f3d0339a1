import { describe, expect, it } from 'vitest';
import type { TenantConfig } from '../../../../src/reference-stack/gateway/gateway-config.ts';
import { createTenantLimits } from '../../../../src/reference-stack/gateway/tenant-limits.ts';
import { withoutLimits } from '../../../../src/reference-stack/gateway/unlimited.ts';

const config: TenantConfig = {
  tenant_id: 'tenant-b',
  model_name: 'm',
  max_batch_size: 4,
  memory_limit_gb: 1,
  rate_limit_rpm: 600,
  burst_requests: 2,
  rate_limit_tpm: 1000,
  max_concurrency: 1,
  weight: 1,
};

describe('tenant limits', () => {
  it('do not charge the rate for a request refused for concurrency', () => {
    const limits = createTenantLimits({ ...config, burst_requests: 2 });
    expect(limits.check(0)).toBeUndefined();
    limits.hold();
    expect(limits.commit(10, 0)).toBeUndefined();
    for (let refused = 0; refused < 10; refused += 1) {
      expect(limits.check(0)?.error.message).toContain('1 requests at the same time');
    }
    limits.release();
    expect(limits.check(0)).toBeUndefined();
    expect(limits.commit(10, 0)).toBeUndefined();
  });

  it('do not charge the rate for a request refused for tokens, nor tokens for one refused for rate', () => {
    const limits = createTenantLimits(config);
    limits.commit(900, 0);
    expect(limits.commit(200, 0)).toMatchObject({ error: { status: 429 }, retryAfterSeconds: 6 });
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-requests': '1' });
    expect(limits.commit(50, 0)).toBeUndefined();
    expect(limits.commit(50, 0)).toMatchObject({ error: { status: 429 }, retryAfterSeconds: 1 });
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '50' });
  });

  it('ask for at least a whole second of patience', () => {
    const limits = createTenantLimits({ ...config, rate_limit_rpm: 12, burst_requests: 1 });
    limits.commit(1, 0);
    expect(limits.check(0)).toMatchObject({ retryAfterSeconds: 5 });
    expect(limits.check(4900)).toMatchObject({ retryAfterSeconds: 1 });
  });

  it('say of a request that can never fit that waiting is of no use', () => {
    const refusal = createTenantLimits(config).commit(1001, 0);
    expect(refusal).toMatchObject({
      error: { status: 400, code: 'request_too_large' },
      retryAfterSeconds: 0,
    });
  });

  it('charge an invalid request as one request and no tokens', () => {
    const limits = createTenantLimits(config);
    limits.commitInvalid(0);
    expect(limits.headers(0)).toMatchObject({
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-remaining-tokens': '1000',
    });
  });

  it('settle to what was used', () => {
    const limits = createTenantLimits(config);
    limits.commit(700, 0);
    limits.settle(700, 250, 0);
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '750' });
  });

  it('that count after the response let a burst in whole, and refuse once it has been used', () => {
    const limits = createTenantLimits({ ...config, burst_requests: 20 }, 'after-response');
    for (let request = 0; request < 10; request += 1) expect(limits.commit(500, 0)).toBeUndefined();
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '1000' });
    for (let request = 0; request < 10; request += 1) limits.settle(500, 500, 0);
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '0' });
    expect(limits.commit(1, 0)).toMatchObject({ error: { status: 429 } });
  });

  it('reserve again when they are told to', () => {
    const limits = createTenantLimits({ ...config, burst_requests: 20 }, 'after-response');
    limits.reconfigure({ ...config, burst_requests: 20 }, 'at-admission', 0);
    expect(limits.commit(600, 0)).toBeUndefined();
    expect(limits.commit(600, 0)).toMatchObject({ error: { status: 429 } });
  });

  it('switched off refuse nothing, and still count what is in flight', () => {
    const limits = withoutLimits(createTenantLimits(config));
    for (let request = 0; request < 50; request += 1) {
      expect(limits.check(0)).toBeUndefined();
      limits.hold();
      expect(limits.commit(1000, 0)).toBeUndefined();
    }
    expect(limits.inFlight).toBe(50);
  });
});
