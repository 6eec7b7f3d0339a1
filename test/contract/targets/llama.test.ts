import { describe, expect, it } from 'vitest';
import { whySkipped } from '../../helpers/container-engine.ts';
import { findEnvoy, startEnvoy } from '../../helpers/envoy.ts';
import { findLlama, startLlama } from '../../helpers/llama-server.ts';
import { ask, eventsOf } from './ask.ts';
import { whyNot } from '../../helpers/why-not.ts';

const signal = AbortSignal.timeout(300_000);
const lack = await whyNot(findLlama(signal));
const lackOfBoth = lack ?? (await whyNot(findEnvoy(signal)));

interface Completion {
  object: string;
  choices: { finish_reason: string | null; message?: { content: string }; delta?: { content?: string } }[];
  usage?: { completion_tokens: number };
}

describe.skipIf(lack !== undefined)(`llama.cpp's server${whySkipped(lack)}`, () => {
  it('answers whole, and in a stream', async ({ signal }) => {
    await using llama = await startLlama({}, signal);
    const whole = await ask(llama.url);
    expect([whole.status, whole.headers.get('server')]).toEqual([200, 'llama.cpp']);
    const { object, choices, usage } = (await whole.json()) as Completion;
    expect([object, choices[0]?.finish_reason, usage?.completion_tokens]).toEqual([
      'chat.completion',
      'length',
      6,
    ]);
    expect(choices[0]?.message?.content).toMatch(/^( [a-z]+){6}$/);

    const streamed = await ask(llama.url, {
      body: { stream: true, stream_options: { include_usage: true } },
    });
    expect(streamed.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const events = await eventsOf(streamed);
    expect(events.pop()).toBe('[DONE]');
    const parts = events.map((event) => JSON.parse(event) as Completion);
    expect(parts.at(-1)?.usage?.completion_tokens).toBe(6);
    const contents = parts.flatMap(({ choices }) => choices[0]?.delta?.content ?? []);
    expect(contents.join('')).toMatch(/^( [a-z]+){6}$/);
    expect(contents).toHaveLength(6);
  });

  it('refuses who has no key of it, and tells its metrics to who has', async ({ signal }) => {
    await using llama = await startLlama({ apiKeys: ['engine-key'] }, signal);
    const refused = await ask(llama.url, { key: 'another' });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { error: { message: 'Invalid API Key', type: 'authentication_error', code: 401 } },
    ]);
    await Promise.all(Array.from({ length: 8 }, () => ask(llama.url, { key: 'engine-key' })));
    const headers = { authorization: 'Bearer engine-key' };
    const metrics = await (await fetch(new URL('/metrics', llama.url), { headers })).text();
    expect(metrics).toMatch(/^llamacpp:tokens_predicted_total 48$/m);
    expect(metrics).toMatch(/^llamacpp:requests_deferred 0$/m);
  });
});

describe.skipIf(lackOfBoth !== undefined)(`llama.cpp's server behind Envoy${whySkipped(lackOfBoth)}`, () => {
  it('serves tenants with the key of the gateway, within their limits', async ({ signal }) => {
    await using llama = await startLlama({ apiKeys: ['engine-key'] }, signal);
    const upstreamHeaders = { authorization: 'Bearer engine-key' };
    const tenants = [
      { key: 'key-a', requestsPerMinute: 1, burstRequests: 2, upstreamHeaders },
      { key: 'key-b', requestsPerMinute: 1, burstRequests: 2, upstreamHeaders },
      { key: 'key-c', requestsPerMinute: 60, burstRequests: 100, upstreamHeaders },
    ];
    await using envoy = await startEnvoy({ upstream: llama.url, tenants }, signal);
    const statusOf = async (key: string): Promise<number> => {
      const answer = await ask(envoy.url, { key, body: { stream: true } });
      await answer.text();
      return answer.status;
    };
    const statuses: number[] = [];
    for (const key of ['key-a', 'key-a', 'key-a', 'key-b', 'engine-key']) statuses.push(await statusOf(key));
    expect(statuses).toEqual([200, 200, 429, 200, 401]);
    // At once one after the other: llama.cpp closes the connection after a stream.
    for (let sent = 0; sent < 100; sent++) expect(await statusOf('key-c')).toBe(200);
  });
});
