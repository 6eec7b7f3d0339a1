import { describe, expect, it } from 'vitest';
import { contextLengthError } from '../../../../src/reference-stack/engine/context-length.ts';

const request = {
  kind: 'chat',
  model: 'm',
  promptText: '',
  promptTokens: 900,
  maxTokens: 100,
  stream: false,
  includeUsage: false,
  cache: false,
} as const;

describe('context length', () => {
  it('lets through what fits to the last token', () => {
    expect(contextLengthError(request, 1000)).toBeUndefined();
  });

  it("refuses one token more, in vLLM's words", () => {
    expect(contextLengthError({ ...request, maxTokens: 101 }, 1000)).toEqual({
      status: 400,
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
      param: 'messages',
      message:
        "This model's maximum context length is 1000 tokens. However, you requested 1001 tokens (900 in the messages, 101 in the completion). Please reduce the length of the messages or completion.",
    });
    expect(contextLengthError({ ...request, kind: 'text', maxTokens: 101 }, 1000)?.param).toBe('prompt');
  });
});
