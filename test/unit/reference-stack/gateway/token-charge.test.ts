import { expect, test } from 'vitest';
import { type Controls, controlsSchema } from '../../../../src/reference-stack/gateway/controls.ts';
import { tokenChargeOf } from '../../../../src/reference-stack/gateway/token-charge.ts';
import { parseCompletionRequest } from '../../../../src/reference-stack/openai/completion-request.ts';

/** What a request of 10 prompt tokens reserves, and what it costs when 4 more came. */
function costs(maxTokens: number, stream: boolean, controls: Partial<Controls> = {}): number[] {
  const body = { model: 'm', prompt: 'x'.repeat(40), max_tokens: maxTokens, stream };
  const parsed = parseCompletionRequest('text', Buffer.from(JSON.stringify(body)));
  if ('error' in parsed) throw new Error(parsed.error.message);
  const charge = tokenChargeOf(parsed.request, { ...controlsSchema.parse({}), ...controls });
  return [charge.reserved, charge.settled(14), charge.settled(0)];
}

test.each([false, true])('tokens are charged, streamed %s', (stream) => {
  expect(costs(990, stream)).toEqual([1000, 14, 0]);
});

test('ignored streams cost nothing, and whole answers what they cost', () => {
  expect(costs(990, true, { stream_accounting: 'ignored' })).toEqual([0, 0, 0]);
  expect(costs(990, false, { stream_accounting: 'ignored' })).toEqual([1000, 14, 0]);
});

test('per request 10 tokens and 1000 cost the same', () => {
  expect(costs(1, false, { token_weighting: 'per-request' })).toEqual([1, 1, 0]);
  expect(costs(990, true, { token_weighting: 'per-request' })).toEqual([1, 1, 0]);
});
