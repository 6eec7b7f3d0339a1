import { describe, expect, test } from 'vitest';
import { fillIn } from '../../../../src/cli/init/fill-in.ts';
import { completionForm } from '../../../../src/cli/init/look/completion-form.ts';
import { limitsSeen } from '../../../../src/cli/init/look/limits-seen.ts';
import { modelIds } from '../../../../src/cli/init/look/model-ids.ts';
import { replyWords } from '../../../../src/cli/init/look/reply-words.ts';
import { serverText } from '../../../../src/cli/init/look/server-text.ts';
import type { TenantDraft } from '../../../../src/cli/init/tenant-draft.ts';

const secret = 'Zq9f8e7d6c5b4a';
const text = serverText([secret, 'short']);

describe('text of a server', () => {
  test('is printed on one line, cut, and moves nothing', () => {
    expect(text('a\u001b[2Jb\nc\u202ed')).toBe('ab cd');
    expect(text('x'.repeat(300))).toBe(`${'x'.repeat(200)}…`);
    expect(text('\u0007')).toBeUndefined();
  });

  test.each([
    `no such key: ${secret}`,
    `no such key: ${secret.slice(2, 10)}****`,
    `no such key: ${secret.toUpperCase()}`,
    `no such key: ${secret.slice(0, 7)} ${secret.slice(7)}`,
    `no such key: ${secret.slice(0, 7)}\u200b${secret.slice(7)}`,
    'no such key: short',
    'try sk-abcdefghij0123456789abcd',
  ])('is dropped with a key, or a part of one, in it: %j', (said) => {
    expect(text(said)).toBeUndefined();
  });
});

describe('models', () => {
  test('are those of the list, each once, if their names can be printed as they are', () => {
    const ids = ['llama', 'llama', 'org/mistral:7b', 'a\u001b[31mb', 'x'.repeat(201), '', 7, secret];
    const body = JSON.stringify({ data: [...ids.map((id) => ({ id })), null, {}] });
    expect(modelIds(body, text)).toEqual(['llama', 'org/mistral:7b']);
  });

  test.each(['', 'null', '[]', '{"data":{}}', '<html>', '{"data":['])('%j is no list', (body) => {
    expect(modelIds(body, text)).toBeUndefined();
  });
});

describe('a completion', () => {
  const json = '{"choices":[{}]}';
  test.each([
    ['application/json', json, 'whole'],
    ['text/event-stream', `: hello\n\ndata: ${json}\n\ndata: [DONE]\n\n`, 'streamed'],
    ['Text/Event-Stream; charset=utf-8', `data:${json}\r\n\r\n`, 'streamed'],
    ['text/event-stream', 'data: [DONE]\n\n', undefined],
    ['text/event-stream', json, undefined],
    ['text/html', '<html>', undefined],
    ['application/json', 'null', undefined],
    ['application/json', '{"choices":{}}', undefined],
  ])('as %s with %j is %s', (type, body, form) => {
    expect(completionForm({ headers: { 'content-type': type }, body })).toBe(form);
  });
});

describe('limits', () => {
  test.each([
    [{ requests: { limit: 600, windowSeconds: 60 } }, { requestsPerMinute: 600 }],
    [{ requests: { limit: 10, windowSeconds: 1 } }, { requestsPerMinute: 600, burstRequests: 10 }],
    [{ requests: { limit: 100, windowSeconds: 3600 } }, { requestsPerMinute: 1.667, burstRequests: 100 }],
    [{ tokens: { limit: 1000, windowSeconds: 60 } }, { tokensPerMinute: 1000 }],
    [{ requests: { limit: 0, windowSeconds: 60 } }, {}],
    [{ requests: { limit: 60, windowSeconds: 0 } }, { windowless: { requests: 60 } }],
    [{ requests: { remaining: 3 }, tokens: { limit: 5 } }, { windowless: { tokens: 5 } }],
    [{}, {}],
  ])('%j', (allowance, seen) => {
    expect(limitsSeen(allowance, 'openai')).toEqual({ windowless: {}, ...seen });
  });

  test('without a window, a bucket of Envoy is a burst, and a limit of others is not', () => {
    const allowance = { requests: { limit: 20, remaining: 19 } };
    expect(limitsSeen(allowance, 'envoy')).toEqual({ windowless: {}, burstRequests: 20 });
    expect(limitsSeen(allowance, 'openai')).toEqual({ windowless: { requests: 20 } });
  });
});

describe('what was seen', () => {
  const draft = (rate?: number): TenantDraft => ({
    name: 'team-a',
    key: { env: 'A' },
    promises: rate === undefined ? {} : { requestsPerMinute: { value: rate, from: 'said' } },
  });
  const limits = { requestsPerMinute: 600, burstRequests: 10, tokensPerMinute: 1000, windowless: {} };
  const seen = (value: number) => ({ value, from: 'seen' });

  test('is filled in where nothing was said', () => {
    const tenant = draft();
    expect(fillIn(tenant, limits)).toEqual([]);
    expect(tenant.promises).toEqual({
      requestsPerMinute: seen(600),
      burstRequests: seen(10),
      tokensPerMinute: seen(1000),
    });
  });

  test('changes nothing that was said, and is remarked on', () => {
    const tenant = draft(300);
    expect(fillIn(tenant, limits)).toEqual([
      'team-a: 300 requests per minute were said, and headers say 600',
    ]);
    expect(tenant.promises).toEqual({
      requestsPerMinute: { value: 300, from: 'said' },
      tokensPerMinute: seen(1000),
    });
  });

  test('a burst alone is that of any rate', () => {
    const tenant = draft(300);
    expect(fillIn(tenant, { burstRequests: 10, windowless: {} })).toEqual([]);
    expect(tenant.promises.burstRequests).toEqual(seen(10));
  });
});

describe('a reply that was not hoped for', () => {
  const answer = (httpStatus: number, body = '', headers = {}) => ({ answer: { httpStatus, headers, body } });
  test.each([
    [{ silence: 'connect ECONNREFUSED 127.0.0.1:9' }, 'connect ECONNREFUSED 127.0.0.1:9'],
    [{ silence: `bad header ${secret}` }, 'no answer'],
    [answer(404, '{"error":{"message":"no \\u001b[31msuch model"}}'), '404, "no such model"'],
    [answer(401, `{"error":{"message":"wrong key ${secret}"}}`), '401'],
    [answer(200, 'anything'), '200'],
    [
      answer(307, '', { location: `https://other.example/v1?key=${secret}` }),
      '307: it points to https://other.example, and that is not followed',
    ],
    [answer(302, '', { location: '/login' }), '302: it points elsewhere, and that is not followed'],
    [
      answer(302, '', { location: `https://${secret}.example/` }),
      '302: it points elsewhere, and that is not followed',
    ],
  ])('%j', (reply, words) => {
    expect(replyWords(reply, text)).toBe(words);
  });
});
