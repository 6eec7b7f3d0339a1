import type { ServerResponse } from 'node:http';
import { sendJson } from '../openai/api-error.ts';
import { answerEvent, type AnswerHead, endOfStream, wholeAnswer } from './answer.ts';

/** Sends an answer as it comes into being: token by token, or whole at the end. Silent once the client is gone. */
export interface AnswerWriter {
  /** @param count tokens so far, this one included */
  token(count: number): void;
  end(): void;
}

export function createAnswerWriter(
  head: AnswerHead,
  response: ServerResponse,
  wordAt: (index: number) => string,
): AnswerWriter {
  const { maxTokens, stream } = head.request;
  if (!stream) {
    return {
      token: () => {},
      end: () => {
        if (response.destroyed) return;
        const text = Array.from({ length: maxTokens }, (_, index) => wordAt(index)).join('');
        sendJson(response, { body: wholeAnswer(head, text) });
      },
    };
  }
  return {
    token: (count) => {
      if (response.destroyed) return;
      if (count === 1) response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(answerEvent(head, wordAt(count - 1), count === maxTokens));
    },
    end: () => {
      if (!response.destroyed) response.end(endOfStream);
    },
  };
}
