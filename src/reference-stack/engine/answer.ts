import type { CompletionRequest } from '../openai/completion-request.ts';

export interface AnswerHead {
  id: string;
  createdSeconds: number;
  request: CompletionRequest;
}

/** The body of a whole answer, as OpenAI's API has it. */
export function wholeAnswer(head: AnswerHead, text: string): unknown {
  const { request } = head;
  const choice =
    request.kind === 'chat'
      ? { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'length' }
      : { index: 0, text, finish_reason: 'length', logprobs: null };
  return {
    ...common(head, request.kind === 'chat' ? 'chat.completion' : 'text_completion'),
    choices: [choice],
    usage: {
      prompt_tokens: request.promptTokens,
      completion_tokens: request.maxTokens,
      total_tokens: request.promptTokens + request.maxTokens,
    },
  };
}

/** One server-sent event of a streamed answer. */
export function answerEvent(head: AnswerHead, word: string, last: boolean): string {
  const finish_reason = last ? 'length' : null;
  const choice =
    head.request.kind === 'chat'
      ? { index: 0, delta: { content: word }, finish_reason }
      : { index: 0, text: word, finish_reason };
  const object = head.request.kind === 'chat' ? 'chat.completion.chunk' : 'text_completion';
  return `data: ${JSON.stringify({ ...common(head, object), choices: [choice] })}\n\n`;
}

export const endOfStream = 'data: [DONE]\n\n';

function common({ id, createdSeconds, request }: AnswerHead, object: string): object {
  return { id, object, created: createdSeconds, model: request.model };
}
