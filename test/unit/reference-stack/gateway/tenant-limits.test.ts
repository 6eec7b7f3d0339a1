import { describe, expect, it } from 'vitest';
import type { TenantConfig } from '../../../../src/reference-stack/gateway/gateway-config.ts';
import { type Controls, controlsSchema } from '../../../../src/reference-stack/gateway/controls.ts';
import { createGcra } from '../../../../src/reference-stack/gateway/gcra.ts';
import {
  createTenantLimits,
  type LimitTerms,
  type TenantLimits,
} from '../../../../src/reference-stack/gateway/tenant-limits.ts';
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

function terms(change: Partial<TenantConfig> = {}, controls: Partial<Controls> = {}): LimitTerms {
  const changed = { ...config, ...change };
  const rate = createGcra({ perMinute: changed.rate_limit_rpm, burst: changed.burst_requests });
  return { config: changed, controls: { ...controlsSchema.parse({}), ...controls }, rate };
}

const limitsOf = (...args: Parameters<typeof terms>): TenantLimits => createTenantLimits(terms(...args));
const stayed = { hungUp: false };

describe('tenant limits', () => {
  it('do not charge the rate for a request refused for concurrency', () => {
    const limits = limitsOf();
    expect(limits.check(0)).toBeUndefined();
    limits.hold();
    expect(limits.commit(10, 0)).toBeUndefined();
    for (let refused = 0; refused < 10; refused += 1) {
      expect(limits.check(0)?.error.message).toContain('1 requests at the same time');
    }
    limits.release(stayed);
    expect(limits.check(0)).toBeUndefined();
    expect(limits.commit(10, 0)).toBeUndefined();
  });

  it('do not charge the rate for a request refused for tokens, nor tokens for one refused for rate', () => {
    const limits = limitsOf();
    limits.commit(900, 0);
    expect(limits.commit(200, 0)).toMatchObject({ error: { status: 429 }, retryAfterSeconds: 6 });
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-requests': '1' });
    expect(limits.commit(50, 0)).toBeUndefined();
    expect(limits.commit(50, 0)).toMatchObject({ error: { status: 429 }, retryAfterSeconds: 1 });
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '50' });
  });

  it('ask for at least a whole second of patience', () => {
    const limits = limitsOf({ rate_limit_rpm: 12, burst_requests: 1 });
    limits.commit(1, 0);
    expect(limits.check(0)).toMatchObject({ retryAfterSeconds: 5 });
    expect(limits.check(4900)).toMatchObject({ retryAfterSeconds: 1 });
  });

  it('say of a request that can never fit that waiting is of no use', () => {
    const refusal = limitsOf().commit(1001, 0);
    expect(refusal).toMatchObject({
      error: { status: 400, code: 'request_too_large' },
      retryAfterSeconds: 0,
    });
  });

  it('charge an invalid request as one request and no tokens', () => {
    const limits = limitsOf();
    limits.commitInvalid(0);
    expect(limits.headers(0)).toMatchObject({
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-remaining-tokens': '1000',
    });
  });

  it('settle to what was used', () => {
    const limits = limitsOf();
    limits.commit(700, 0);
    limits.settle({ reservedTokens: 700, usedTokens: 250, ...stayed }, 0);
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '750' });
  });

  it('that count after the response let a burst in whole, and refuse once it has been used', () => {
    const limits = limitsOf({ burst_requests: 20 }, { token_accounting: 'after-response' });
    for (let request = 0; request < 10; request += 1) expect(limits.commit(500, 0)).toBeUndefined();
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '1000' });
    for (let request = 0; request < 10; request += 1)
      limits.settle({ reservedTokens: 500, usedTokens: 500, ...stayed }, 0);
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '0' });
    expect(limits.commit(1, 0)).toMatchObject({ error: { status: 429 } });
  });

  it('reserve again when they are told to', () => {
    const limits = limitsOf({ burst_requests: 20 }, { token_accounting: 'after-response' });
    limits.reconfigure(terms({ burst_requests: 20 }), 0);
    expect(limits.commit(600, 0)).toBeUndefined();
    expect(limits.commit(600, 0)).toMatchObject({ error: { status: 429 } });
  });

  it('switched off refuse nothing, and still count what is in flight', () => {
    const limits = withoutLimits(limitsOf());
    for (let request = 0; request < 50; request += 1) {
      expect(limits.check(0)).toBeUndefined();
      limits.hold();
      expect(limits.commit(1000, 0)).toBeUndefined();
    }
    expect(limits.inFlight).toBe(50);
  });

  it('give back at once what a client that hung up held', () => {
    const limits = limitsOf();
    limits.hold();
    limits.commit(700, 0);
    limits.release({ hungUp: true });
    limits.settle({ reservedTokens: 700, usedTokens: 9, hungUp: true }, 0);
    expect(limits.inFlight).toBe(0);
    expect(limits.check(0)).toBeUndefined();
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '991' });
  });

  it('with the leak keep the slot and the tokens of whoever hung up, and of nobody else', () => {
    const limits = limitsOf({ max_concurrency: 2 }, { on_abort: 'leak' });
    for (const hungUp of [false, true]) {
      limits.hold();
      limits.commit(400, 0);
      limits.release({ hungUp });
      limits.settle({ reservedTokens: 400, usedTokens: 100, hungUp }, 0);
    }
    expect(limits.inFlight).toBe(1);
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '500' });
    limits.hold();
    limits.release({ hungUp: true });
    expect(limits.check(0)?.error.message).toContain('2 requests at the same time');
  });

  it('forget what leaked when the leak is mended', () => {
    const limits = limitsOf({}, { on_abort: 'leak' });
    limits.hold();
    limits.release({ hungUp: true });
    limits.reconfigure(terms({}, { on_abort: 'leak' }), 0);
    expect(limits.inFlight).toBe(1);
    limits.reconfigure(terms(), 0);
    expect(limits.inFlight).toBe(0);
    expect(limits.check(0)).toBeUndefined();
  });

  it('with refusals charged burn the rate on requests that are refused for concurrency', () => {
    const limits = limitsOf({}, { refund: 'refused-charged' });
    limits.hold();
    expect(limits.commit(10, 0)).toBeUndefined();
    expect(limits.check(0)?.error.message).toContain('1 requests at the same time');
    limits.release(stayed);
    expect(limits.check(0)?.error.message).toContain('600 requests per minute');
  });

  it('let through what costs no token even when the budget is spent', () => {
    for (const token_accounting of ['at-admission', 'after-response'] as const) {
      const limits = limitsOf({}, { token_accounting });
      limits.commit(1000, 0);
      limits.settle({ reservedTokens: 1000, usedTokens: 1000, ...stayed }, 0);
      expect(limits.commit(0, 0)).toBeUndefined();
    }
  });

  it('without a concurrency cap let any number in at the same time', () => {
    const limits = limitsOf({}, { concurrency_cap: 'none' });
    limits.hold();
    limits.hold();
    expect(limits.check(0)).toBeUndefined();
  });

  it('that only count tokens refuse nobody for them', () => {
    const limits = limitsOf({}, { token_accounting: 'counted-only' });
    expect(limits.commit(900, 0)).toBeUndefined();
    limits.settle({ reservedTokens: 900, usedTokens: 900, ...stayed }, 0);
    expect(limits.commit(5000, 0)).toBeUndefined();
    expect(limits.headers(0)).toMatchObject({ 'x-ratelimit-remaining-tokens': '100' });
  });

  it('that keep reservations refuse for tokens that nobody used', () => {
    const limits = limitsOf({}, { settlement: 'as-reserved' });
    limits.commit(900, 0);
    limits.settle({ reservedTokens: 900, usedTokens: 10, ...stayed }, 0);
    expect(limits.commit(200, 0)).toMatchObject({ error: { status: 429 } });
  });
});
