import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { smallRequest, startStack } from './loopback-stack.ts';

const tight = { rate_limit_rpm: 1, burst_requests: 1 };

describe('gateway configuration', () => {
  it('takes effect at once, and what was used stays used', async () => {
    await using stack = await startStack();
    await stack.complete({ key: 'key-b' });
    await stack.complete({ key: 'key-b' });
    stack.control.setConfig(stack.configText({ b: tight }), 'second');
    expect(await stack.readiness()).toMatchObject({
      ready: true,
      configRevision: 'second',
      configValid: true,
    });
    expect((await stack.complete({ key: 'key-b' })).status).toBe(429);
  });

  it('with the limiter off refuses nobody and promises nothing', async () => {
    await using stack = await startStack({ b: { ...tight, max_concurrency: 1 } });
    stack.control.setConfig(stack.configText({ config: { limiter: 'off' }, b: tight }), 'off');
    const together = await Promise.all(Array.from({ length: 10 }, () => stack.complete({ key: 'key-b' })));
    expect(together.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(together[0]?.headers.get('x-ratelimit-limit-requests')).toBeNull();
  });

  it('stays as it was when the new one is invalid, and says so', async () => {
    await using stack = await startStack();
    stack.control.setConfig(stack.configText({ b: { rate_limit_rpm: 0 } }), 'bad');
    expect(await stack.readiness()).toMatchObject({
      ready: true,
      configRevision: 'first',
      configValid: false,
      problems: [expect.stringMatching(/^configuration bad refused: tenants\.1\.rate_limit_rpm: /)],
    });
    expect(await stack.metric('gateway', 'gateway_config_valid')).toBe(0);
    expect(await stack.metric('gateway', 'gateway_config_refusals_total')).toBe(1);
    expect((await stack.complete()).status).toBe(200);
    stack.control.setConfig(stack.configText(), 'good');
    expect(await stack.readiness()).toMatchObject({
      configRevision: 'good',
      configValid: true,
      problems: [],
    });
  });

  it('is ready only with configuration, keys and an engine', async () => {
    await using stack = await startStack();
    stack.control.setEngines([]);
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(503);
    expect((await stack.complete()).status).toBe(503);
    stack.control.setEngines(['http://127.0.0.1:1']);
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(200);
    stack.control.setKeys(new Map(), null);
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(503);
    expect((await stack.complete()).status).toBe(401);
  });

  it('changes keys while it runs', async () => {
    await using stack = await startStack();
    stack.control.setKeys(new Map([['tenant-a', 'new-key']]), 'keys-2');
    expect((await stack.readiness()).keysRevision).toBe('keys-2');
    expect((await stack.complete({ key: 'key-a' })).status).toBe(401);
    expect((await stack.complete({ key: 'new-key' })).status).toBe(200);
  });

  it('adds and removes tenants while it runs; what one used is remembered', async () => {
    await using stack = await startStack({ b: tight });
    const keys = new Map(['a', 'b', 'c'].map((each) => [`tenant-${each}`, `key-${each}`]));
    stack.control.setKeys(keys, 'keys-2');
    expect((await stack.complete({ key: 'key-b' })).status).toBe(200);
    expect((await stack.complete({ key: 'key-c' })).status).toBe(401);
    const { tenants } = parse(stack.configText({ b: tight })) as { tenants: { tenant_id: string }[] };
    const [a, b] = tenants;
    stack.control.setConfig(
      stack.configText({ config: { tenants: [a, { ...a, tenant_id: 'tenant-c' }] } }),
      'c for b',
    );
    expect((await stack.complete({ key: 'key-b' })).status).toBe(401);
    expect((await stack.complete({ key: 'key-c' })).status).toBe(200);
    stack.control.setConfig(stack.configText({ config: { tenants: [a, b] } }), 'b is back');
    expect((await stack.complete({ key: 'key-b' })).status).toBe(429);
    expect((await stack.complete({ key: 'key-c' })).status).toBe(401);
  });

  it('makes no series for names that callers invent', async () => {
    await using stack = await startStack();
    for (const name of ['m1', 'm2', 'm3']) {
      await stack.complete({ key: name });
      await stack.complete({ body: { ...smallRequest, model: name } });
    }
    const text = await (await fetch(`${stack.url}/metrics`)).text();
    expect(text).not.toMatch(/m1|m2|m3/);
    expect(text).toContain('tenant_requests_total{tenant_id="unknown",status="401"} 3');
  });
});
