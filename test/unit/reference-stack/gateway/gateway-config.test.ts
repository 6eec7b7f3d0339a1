import { describe, expect, it } from 'vitest';
import {
  batchCapOf,
  composeConfig,
  modelsOf,
  parseGatewayConfig,
} from '../../../../src/reference-stack/gateway/gateway-config.ts';

const tenant = `{tenant_id: t, model_name: m, max_batch_size: 1, memory_limit_gb: 1, rate_limit_rpm: 60,
  burst_requests: 1, rate_limit_tpm: 1000, max_concurrency: 1, weight: 1}`;
const valid = `{limiter: gcra, queue: fair, engine_slots: 8, tenants: [${tenant}]}`;
const group = '{group_id: g, rate_limit_rpm: 60, burst_requests: 1}';

describe('gateway.yaml', () => {
  it('has defaults for what bounds the whole gateway', () => {
    expect(parseGatewayConfig(valid)).toMatchObject({
      config: { queue_bound: 256, max_body_bytes: 1_048_576, token_accounting: 'at-admission' },
    });
  });

  it('needs no control to be named: all are sound', () => {
    const parsed = parseGatewayConfig(`{engine_slots: 8, tenants: [${tenant}]}`);
    expect(parsed).toMatchObject({ config: { limiter: 'gcra', queue: 'fair', on_abort: 'release' } });
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
    ['a group that is not there', valid.replace('weight', 'group: g, weight'), /^tenants: group must be one/],
    ['a group twice', valid.replace('{', '{groups: [G, G], ').replaceAll('G', group), /group_id must be uni/],
    ['a tenant twice', valid.replace(tenant, `${tenant}, ${tenant}`), /tenant_id must be unique/],
  ])('refuses %s and names the field', (_what, text, message) => {
    const parsed = parseGatewayConfig(text);
    expect(parsed).toHaveProperty('error');
    expect('error' in parsed && parsed.error).toMatch(message);
  });
});

describe('the keys of the ConfigMap', () => {
  const text = `engine_slots: 8\ntenants: [${tenant}]`;

  it('make one configuration', () => {
    const parsed = parseGatewayConfig(composeConfig({ 'gateway.yaml': text, limiter: 'off', queue: 'fifo' }));
    expect(parsed).toMatchObject({ config: { limiter: 'off', queue: 'fifo', engine_slots: 8 } });
  });

  it.each([
    ['a control that stands in both', { 'gateway.yaml': `limiter: gcra\n${text}`, limiter: 'off' }, /unique/],
    ['a control that does not exist', { 'gateway.yaml': text, limitter: 'off' }, /limitter/],
    ['no gateway.yaml', { limiter: 'off' }, /^engine_slots: /],
  ])('are refused with %s', (_what, data, message) => {
    const parsed = parseGatewayConfig(composeConfig(data));
    expect('error' in parsed && parsed.error).toMatch(message);
  });
});

describe('batch cap', () => {
  it.each([
    ['per-tenant', 1],
    ['none', 8],
  ] as const)('%s: %d slots', (batch_cap, slots) => {
    const parsed = parseGatewayConfig(valid);
    if ('error' in parsed) throw new Error(parsed.error);
    const [first] = parsed.config.tenants;
    expect(first && batchCapOf(first, { ...parsed.config, batch_cap })).toBe(slots);
  });
});
