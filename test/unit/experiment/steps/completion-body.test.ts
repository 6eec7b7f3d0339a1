import { describe, expect, it } from 'vitest';
import {
  completionBody,
  completionPath,
  tokensAskedBy,
} from '../../../../src/experiment/steps/completion-body.ts';
import type { CompletionTerms } from '../../../../src/model/step.ts';

const context = { model: 'small', mark: 'step 3', armWords: 'these-are-ours' };
const bodyOf = (terms: Partial<CompletionTerms>, changes = {}): Record<string, unknown> =>
  JSON.parse(completionBody({ promptTokens: 4, maxTokens: 2, ...terms }, { ...context, ...changes }));

describe('the body of a completion', () => {
  it('has a prompt of exactly as many tokens as asked for, for the first model of the tenant', () => {
    expect(bodyOf({})).toEqual({
      model: 'small',
      max_tokens: 2,
      messages: [{ role: 'user', content: 'moremoremoremore' }],
    });
  });

  it('has parts that say nothing before the prompt', () => {
    expect(bodyOf({ promptTokens: 1, emptyParts: 2 })['messages']).toEqual([
      {
        role: 'user',
        content: ['', '', 'more'].map((text) => ({ type: 'text', text })),
      },
    ]);
  });

  it('asks the older route in its own words, and for what else the terms say', () => {
    const terms = { path: '/v1/completions', model: 'large', stream: true, fields: { cache: true } } as const;
    expect(bodyOf(terms)).toEqual({
      model: 'large',
      max_tokens: 2,
      stream: true,
      prompt: 'moremoremoremore',
      cache: true,
    });
    expect(completionPath({ promptTokens: 1, maxTokens: 1, ...terms })).toBe('/v1/completions');
  });

  it.each([
    [{ promptStart: 'Once ' }, 'Once moremoremor'],
    [{ distinct: true }, 'step 3 moremorem'],
    [{ ofThisArm: true, promptTokens: 5 }, 'these-are-ours moremo'.slice(0, 20)],
    [{ promptStart: 'longer than four tokens' }, 'longer than four tokens'],
  ] as const)('begins with %j', (terms, content) => {
    expect(bodyOf(terms)['messages']).toEqual([{ role: 'user', content }]);
  });

  it('asks for a model of its own where the step wants that', () => {
    expect(bodyOf({ distinctModel: true })).toMatchObject({ model: 'small-step 3' });
    expect(bodyOf({ distinctModel: true, model: 'made-up' })).toMatchObject({ model: 'made-up-step 3' });
  });

  it('has words of the arm that are the same in all its steps and in no other arm', () => {
    const terms = { ofThisArm: true, promptTokens: 9 } as const;
    expect(bodyOf(terms, { mark: 'another step' })).toEqual(bodyOf(terms));
    expect(bodyOf(terms, { armWords: 'others' })).not.toEqual(bodyOf(terms));
  });

  it('is sent as it is where the step gives it, and then asks for no tokens that we know of', () => {
    const terms = { promptTokens: 4, maxTokens: 2, body: '{"model":' };
    expect(completionBody(terms, context)).toBe('{"model":');
    expect(tokensAskedBy(terms)).toBe(0);
    expect(tokensAskedBy({ promptTokens: 4, maxTokens: 2 })).toBe(6);
  });
});
