import { describe, expect, test } from 'vitest';
import {
  completionBody,
  completionPath,
  tokensAskedBy,
} from '../../../../src/experiment/steps/completion-body.ts';
import type { CompletionTerms } from '../../../../src/model/step.ts';

interface Sent {
  model: string;
  max_tokens: number;
  stream?: boolean;
  prompt?: string;
  messages?: { role: string; content: string }[];
  [field: string]: unknown;
}

const sent = (terms: Partial<CompletionTerms>, mark = 'burst 0'): Sent =>
  JSON.parse(completionBody({ promptTokens: 3, maxTokens: 5, ...terms }, 'small', mark)) as Sent;
const promptOf = (terms: Partial<CompletionTerms>, mark?: string): string | undefined =>
  sent(terms, mark).messages?.[0]?.content;

test('a request is a chat with the model of the tenant, one token for each four bytes of the prompt', () => {
  expect(sent({})).toEqual({
    model: 'small',
    max_tokens: 5,
    messages: [{ role: 'user', content: 'moremoremore' }],
  });
  expect(completionPath({ promptTokens: 3, maxTokens: 5 })).toBe('/v1/chat/completions');
});

test('a plain completion has a prompt and no messages', () => {
  const terms = { path: '/v1/completions', promptTokens: 2, maxTokens: 1 } as const;
  expect(sent(terms)).toEqual({ model: 'small', max_tokens: 1, prompt: 'moremore' });
  expect(completionPath(terms)).toBe('/v1/completions');
});

test('model, stream and further fields are as the step says', () => {
  expect(sent({ model: 'large', stream: true, fields: { n: 2, max_tokens: -1 } })).toMatchObject({
    model: 'large',
    stream: true,
    n: 2,
    max_tokens: -1,
  });
});

describe('a prompt', () => {
  test('counts its first words among its tokens', () => {
    expect(promptOf({ promptTokens: 4, promptStart: 'Hello, you' })).toBe('Hello, youmoremo');
  });

  test('is never shorter than its first words', () => {
    expect(promptOf({ promptTokens: 1, promptStart: 'Hello, you' })).toBe('Hello, you');
  });

  test('is one of its own where the step wants that, and equally long', () => {
    const terms = { promptTokens: 6, distinct: true } as const;
    const prompts = ['burst 0', 'burst 1'].map((mark) => promptOf(terms, mark));
    expect(prompts).toEqual(['burst 0 moremoremoremore', 'burst 1 moremoremoremore']);
    expect(new Set(prompts.map((prompt) => prompt?.length))).toEqual(new Set([24]));
  });

  test('is the same in every request otherwise', () => {
    expect(promptOf({}, 'burst 0')).toBe(promptOf({}, 'burst 1'));
  });
});

test('a body that is given is sent as it is, and asks for no tokens that we could count', () => {
  const terms = { promptTokens: 3, maxTokens: 5, body: '{"n": ' };
  expect(completionBody(terms, 'small', '')).toBe('{"n": ');
  expect(tokensAskedBy(terms)).toBe(0);
  expect(tokensAskedBy({ promptTokens: 3, maxTokens: 5 })).toBe(8);
});
