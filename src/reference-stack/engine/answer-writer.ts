import type { ServerResponse } from 'node:http';
import { sendJson } from '../openai/api-error.ts';
import { answerEvent, type AnswerHead, endOfStream, wholeAnswer } from './answer.ts';

/** Sends an answer as it comes into being: token by token, or whole at the end. Silent once the client is gone. */
export interface AnswerWriter {
  /** @param count tokens so far, this one included */
  token(count: number): void;
  /** @param count tokens that came; fewer than asked for if the client wants no more of them */
  end(count: number): void;
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
      end: (count) => {
        if (response.destroyed) return;
        const text = Array.from({ length: count }, (_, index) => wordAt(index)).join('');
        sendJson(response, { body: wholeAnswer(head, text, count) });
      },
    };
  }
  const begin = (): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  };
  return {
    token: (count) => {
      if (response.destroyed) return;
      begin();
      response.write(answerEvent(head, wordAt(count - 1), count === maxTokens));
    },
    end: (count) => {
      if (response.destroyed) return;
      begin();
      response.end(endOfStream(head, count));
    },
  };
}
