import { describe, expect, it } from 'vitest';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { whySkipped } from '../../helpers/container-engine.ts';
import { findEnvoy, startEnvoy } from '../../helpers/envoy.ts';
import { engineHeaders, startEngine } from '../../helpers/loopback-engine.ts';
import { smallServer } from '../steps/small-server.ts';
import { ask, eventsOf } from './ask.ts';
import { whyNot } from '../../helpers/why-not.ts';

const lack = await whyNot(findEnvoy(AbortSignal.timeout(300_000)));

const statuses = (answers: readonly Response[]): Map<number, number> =>
  answers.reduce((counts, { status }) => counts.set(status, (counts.get(status) ?? 0) + 1), new Map());

describe.skipIf(lack !== undefined)(`Envoy${whySkipped(lack)}`, () => {
  it('lets each tenant have its burst, whatever the other does', async ({ signal }) => {
    await using engine = await startEngine();
    const tenants = [
      { key: 'key-a', requestsPerMinute: 1, burstRequests: 5, upstreamHeaders: engineHeaders('tenant-a') },
      { key: 'key-b', requestsPerMinute: 1, burstRequests: 20, upstreamHeaders: engineHeaders('tenant-b') },
    ];
    await using envoy = await startEnvoy({ upstream: engine.url, tenants }, signal);
    const twenty = (key: string): Promise<Response[]> =>
      Promise.all(Array.from({ length: 20 }, () => ask(envoy.url, { key })));
    const [a, b] = await Promise.all([twenty('key-a'), twenty('key-b')]);
    expect([statuses(a), statuses(b)]).toEqual([
      new Map([
        [200, 5],
        [429, 15],
      ]),
      new Map([[200, 20]]),
    ]);
  });

  it('admits at the rate after the burst', async ({ signal }) => {
    await using engine = await startEngine();
    const tenant = { key: 'key-a', requestsPerMinute: 600, burstRequests: 2 };
    const tenants = [{ ...tenant, upstreamHeaders: engineHeaders('tenant-a') }];
    await using envoy = await startEnvoy({ upstream: engine.url, tenants }, signal);
    const fromMs = performance.now();
    let admitted = 0;
    await waitUntil(
      async () => {
        const { status } = await ask(envoy.url, { key: 'key-a' });
        if (status === 200) admitted++;
        return admitted === 10 ? { ready: true } : { seen: `${admitted} admitted` };
      },
      { what: 'ten to be admitted', timeoutMs: 20_000, intervalMs: 5, signal },
    );
    const allowed = tenant.burstRequests + ((performance.now() - fromMs) / 60_000) * tenant.requestsPerMinute;
    expect(admitted).toBeLessThanOrEqual(Math.floor(allowed));
  });

  it('refuses strangers, and whoever has had enough, each in its own words', async ({ signal }) => {
    await using engine = await smallServer(({ response }) => void response.end('{}'));
    const tenants = [{ key: 'key-a', requestsPerMinute: 1, burstRequests: 1 }];
    await using envoy = await startEnvoy({ upstream: engine.url, tenants }, signal);
    for (const key of ['key-b', 'key-aa']) expect((await ask(envoy.url, { key })).status).toBe(401);
    const nobody = await ask(envoy.url);
    expect([nobody.status, await nobody.json()]).toEqual([
      401,
      { error: { message: 'No such API key', code: 'invalid_api_key' } },
    ]);
    expect((await ask(envoy.url, { key: 'key-a' })).status).toBe(200);
    const answer = await ask(envoy.url, { key: 'key-a' });
    expect([answer.status, await answer.text()]).toEqual([429, 'local_rate_limited']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain',
      server: 'envoy',
      'x-ratelimit-limit': '1',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
    expect(answer.headers.has('retry-after')).toBe(false);
    expect(engine.asked).toHaveLength(1);
  });

  it('passes on whose request it is, and no key', async ({ signal }) => {
    await using engine = await smallServer(({ response }) => void response.end('{}'));
    const upstreamHeaders = { 'x-tenant-id': 'tenant-a' };
    const tenants = [{ key: 'key-a', requestsPerMinute: 60, burstRequests: 5, upstreamHeaders }];
    await using envoy = await startEnvoy({ upstream: engine.url, tenants }, signal);
    await ask(envoy.url, { key: 'key-a', headers: { 'x-tenant-id': 'tenant-b' } });
    expect(engine.asked).toMatchObject([{ path: '/v1/chat/completions', headers: upstreamHeaders }]);
    expect(engine.asked[0]?.headers).not.toHaveProperty('authorization');
  });

  it('passes streams on, and limits nobody if it is told so', async ({ signal }) => {
    await using engine = await startEngine();
    const upstreamHeaders = engineHeaders('tenant-a');
    const tenants = [{ key: 'key-a', requestsPerMinute: 1, burstRequests: 1, upstreamHeaders }];
    await using envoy = await startEnvoy({ upstream: engine.url, tenants, limited: false }, signal);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(envoy.url, { key: 'key-a', body: { stream: true } })),
    );
    expect(statuses(answers)).toEqual(new Map([[200, 10]]));
    for (const answer of answers) {
      const events = await eventsOf(answer);
      expect([events.length, events.at(-1)]).toEqual([7, '[DONE]']);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
    }
  });
});
