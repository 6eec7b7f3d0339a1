import { expect, test } from 'vitest';
import type { Answer } from '../../../src/dialects/dialect.ts';
import { dialectNamed, recogniseDialect } from '../../../src/dialects/recognise-dialect.ts';
import { dialectNames } from '../../../src/model/dialect-name.ts';

const openaiHeaders = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '59' };
const served: Answer = { httpStatus: 200, headers: {}, body: '{"object":"chat.completion"}' };
const invalid: Answer = {
  httpStatus: 400,
  headers: {},
  body: '{"error":{"message":"no","type":"invalid_request_error","param":null,"code":"invalid_request"}}',
};
const envoyRefusal: Answer = { httpStatus: 429, headers: { server: 'envoy' }, body: 'local_rate_limited' };
const openaiRefusal: Answer = {
  httpStatus: 429,
  headers: { ...openaiHeaders, 'retry-after': '1' },
  body: '{"error":{"message":"no","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}',
};
const behind = (answer: Answer, headers: Answer['headers']): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});
const envoyMark = { server: 'envoy', 'x-envoy-upstream-service-time': '12' };
const kongMark = { via: '1.1 kong/3.9.0' };
const litellmMark = { 'x-litellm-version': '1.80.11', 'x-litellm-key-rpm-limit': '60' };

test.each<[string, Answer[], string]>([
  ['nothing', [], 'plain'],
  ['nothing of a dialect', [served], 'plain'],
  [
    'a refusal as any server writes it',
    [served, { httpStatus: 429, headers: { 'retry-after': '5' }, body: '' }],
    'plain',
  ],
  ['our gateway', [behind(served, openaiHeaders), behind(invalid, openaiHeaders), openaiRefusal], 'openai'],
  ['an engine alone', [served, invalid], 'openai'],
  ['Envoy before an engine', [behind(served, envoyMark), behind(invalid, envoyMark), envoyRefusal], 'envoy'],
  [
    'Envoy, which limits, before a gateway that would',
    [behind(behind(served, openaiHeaders), envoyMark), behind(invalid, envoyMark), envoyRefusal],
    'envoy',
  ],
  [
    'Envoy in the way of a gateway that limits',
    [
      behind(behind(served, openaiHeaders), envoyMark),
      behind(invalid, envoyMark),
      behind(openaiRefusal, envoyMark),
    ],
    'openai',
  ],
  [
    'Kong in the way of a gateway that limits, however often it was seen',
    [...Array.from({ length: 50 }, () => behind(served, kongMark)), behind(openaiRefusal, kongMark)],
    'openai',
  ],
  [
    'Kong, which limits, before LiteLLM',
    [
      behind(served, { ...litellmMark, ...kongMark, 'x-ratelimit-limit-minute': '10' }),
      { httpStatus: 429, headers: kongMark, body: '{"message":"API rate limit exceeded"}' },
    ],
    'kong',
  ],
  ['LiteLLM', [behind(served, litellmMark), behind(openaiRefusal, litellmMark)], 'litellm'],
])('%s', (_, answers, id) => {
  expect(recogniseDialect(answers).id).toBe(id);
});

test('every name has its dialect', () => {
  expect(dialectNames.map((name) => dialectNamed(name).id)).toEqual(dialectNames);
});

test.each(dialectNames)('%s throws at nothing and never says NaN', (name) => {
  const dialect = dialectNamed(name);
  const hostile = [
    '',
    ' ',
    'NaN',
    '-1',
    '1e309',
    '1, 2',
    '\u0000',
    '"',
    ';w=',
    '9'.repeat(1e5),
    '🙂',
    '{"error":null}',
  ];
  const names = [
    ...['requests', 'tokens', 'minute', 'api_key-limit-requests'].flatMap((of) =>
      ['limit', 'remaining', 'reset'].map((what) => `x-ratelimit-${what}-${of}`),
    ),
    ...['limit', 'remaining', 'reset', 'policy'].flatMap((what) => [
      `ratelimit-${what}`,
      `x-ratelimit-${what}`,
    ]),
    'ratelimit',
    'retry-after',
    'retry-after-ms',
    'date',
    'x-ai-ratelimit-limit-30-a',
    'x-litellm-key-rpm-limit',
  ];
  for (const value of hostile) {
    const headers = Object.fromEntries(names.map((header) => [header, value]));
    expect(JSON.stringify([dialect.allowance(headers), dialect.comeBackSeconds(headers)])).toMatch(
      /^\[\{\},null\]$/,
    );
    expect(dialect.recognise({ httpStatus: 429, headers, body: value })).toBeLessThanOrEqual(1);
    expect(dialect.errorOf(value).code).toBeUndefined();
  }
});
