import type { CompletionKind, CompletionRequest } from '../openai/completion-request.ts';

export interface AnswerHead {
  id: string;
  createdSeconds: number;
  request: CompletionRequest;
}

/**
 * The body of a whole answer, as OpenAI's API has it.
 * @param tokens that the text has
 */
export function wholeAnswer(head: AnswerHead, text: string, tokens: number): unknown {
  const { request } = head;
  const choice =
    request.kind === 'chat'
      ? { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'length' }
      : { index: 0, text, finish_reason: 'length', logprobs: null };
  return {
    ...common(head, request.kind === 'chat' ? 'chat.completion' : 'text_completion'),
    choices: [choice],
    usage: usageOf(head, tokens),
  };
}

/** One server-sent event of a streamed answer. */
export function answerEvent(head: AnswerHead, word: string, last: boolean): string {
  const finish_reason = last ? 'length' : null;
  const choice =
    head.request.kind === 'chat'
      ? { index: 0, delta: { content: word }, finish_reason }
      : { index: 0, text: word, finish_reason };
  const event = { ...common(head, streamObject(head.request.kind)), choices: [choice] };
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** The end of a streamed answer of `tokens`; tells the usage before it if `stream_options.include_usage` asks for it. */
export function endOfStream(head: AnswerHead, tokens: number): string {
  const { includeUsage, kind } = head.request;
  const event = { ...common(head, streamObject(kind)), choices: [], usage: usageOf(head, tokens) };
  return `${includeUsage ? `data: ${JSON.stringify(event)}\n\n` : ''}data: [DONE]\n\n`;
}

function usageOf({ request: { promptTokens } }: AnswerHead, tokens: number): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens,
    total_tokens: promptTokens + tokens,
  };
}

const streamObject = (kind: CompletionKind): string =>
  kind === 'chat' ? 'chat.completion.chunk' : 'text_completion';

function common({ id, createdSeconds, request }: AnswerHead, object: string): object {
  return { id, object, created: createdSeconds, model: request.model };
}
