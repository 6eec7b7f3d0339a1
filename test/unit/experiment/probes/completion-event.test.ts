import { expect, test } from 'vitest';
import { completionEvent } from '../../../../src/experiment/probes/completion-event.ts';

const token = { isToken: true, isEnd: false, isError: false };
const nothing = { ...token, isToken: false };

test.each([
  ['a token of a chat', { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: null }] }, token],
  ['a token of a completion', { choices: [{ text: ' there', logprobs: null }] }, token],
  ['a thought', { choices: [{ delta: { content: null, reasoning_content: 'Hm' } }] }, token],
  ['who speaks', { choices: [{ delta: { role: 'assistant', content: '' } }] }, nothing],
  ['that it is complete', { choices: [{ delta: {}, finish_reason: 'stop' }] }, { ...nothing, isEnd: true }],
  [
    'the last token',
    { choices: [{ delta: { content: '.' }, finish_reason: 'length' }] },
    { ...token, isEnd: true },
  ],
  ['what it cost', { choices: [], usage: { completion_tokens: 9 } }, { ...nothing, tokensStated: 9 }],
  ['no cost yet', { choices: [], usage: null }, nothing],
  ['that something went wrong', { error: { message: 'out of memory' } }, { ...nothing, isError: true }],
])('an event says %s', (_what, event, said) => {
  expect(completionEvent(JSON.stringify(event))).toEqual(said);
});

test('the last event of all is no JSON', () => {
  expect(completionEvent('[DONE]')).toEqual({ ...nothing, isEnd: true });
});

test.each(['', 'hello', 'null', '[]', '{"choices":{}}', '{"choices":[{"delta":{"content":3}}]}'])(
  'no event is %j',
  (data) => {
    expect(completionEvent(data)).toBeUndefined();
  },
);
