import { describe, expect, it } from 'vitest';
import { modelsOf, parseGatewayConfig } from '../../../../src/reference-stack/gateway/gateway-config.ts';

const tenant = `{tenant_id: t, model_name: m, max_batch_size: 1, memory_limit_gb: 1, rate_limit_rpm: 60,
  burst_requests: 1, rate_limit_tpm: 1000, max_concurrency: 1, weight: 1}`;
const valid = `{limiter: gcra, queue: fair, engine_slots: 8, tenants: [${tenant}]}`;

describe('gateway.yaml', () => {
  it('has defaults for what bounds the whole gateway', () => {
    expect(parseGatewayConfig(valid)).toMatchObject({
      config: { queue_bound: 256, max_body_bytes: 1_048_576, token_accounting: 'at-admission' },
    });
  });

  it('reads an unquoted off as the word', () => {
    expect(parseGatewayConfig(valid.replace('gcra', 'off'))).toMatchObject({ config: { limiter: 'off' } });
  });

  it('lets a tenant call more models than one', () => {
    const parsed = parseGatewayConfig(valid.replace('model_name: m,', 'model_name: m, models: [n, m],'));
    expect('config' in parsed && parsed.config.tenants.map(modelsOf)).toEqual([['m', 'n']]);
  });

  it.each([
    ['not yaml', '{', /./],
    ['nothing at all', '', /gateway\.yaml: /],
    ['a rate of zero', valid.replace('rpm: 60', 'rpm: 0'), /^tenants\.0\.rate_limit_rpm: /],
    ['a burst of zero', valid.replace('burst_requests: 1', 'burst_requests: 0'), /burst_requests/],
    ['a misspelt key', valid.replace('weight', 'wieght'), /wieght|weight/],
    ['an unknown limiter', valid.replace('gcra', 'bucket'), /^limiter: /],
    ['an unknown accounting', valid.replace('{', '{token_accounting: never, '), /^token_accounting: /],
    ['no tenants', valid.replace(tenant, ''), /^tenants: /],
    ['a tenant twice', valid.replace(tenant, `${tenant}, ${tenant}`), /tenant_id must be unique/],
  ])('refuses %s and names the field', (_what, text, message) => {
    const parsed = parseGatewayConfig(text);
    expect(parsed).toHaveProperty('error');
    expect('error' in parsed && parsed.error).toMatch(message);
  });
});
