import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiError, sendApiError } from '../openai/api-error.ts';
import type { CompletionRequest } from '../openai/completion-request.ts';
import { createEventCounter } from './event-counter.ts';

/** What a call has cost, as far as it got. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
}

/** A client that reads so slowly that this much of its answer waits in our memory is cut off. */
const unreadLimitBytes = 1_048_576;

export const engineFailed: ApiError = {
  status: 502,
  type: 'server_error',
  code: 'engine_failed',
  message: 'The engine did not answer.',
};

/** What the gateway adds to an engine's answer, and takes from it. */
export interface AnswerHooks {
  completion: CompletionRequest;
  answerHeaders: () => Record<string, string>;
  /** The body of an answer that came whole, with status 200. */
  onWholeAnswer: (body: Buffer) => void;
}

/** An answer on its way to the client. */
export interface Passage extends AnswerHooks {
  response: ServerResponse;
  /** Kept up to date while the answer comes. */
  usage: Usage;
}

/** Passes an answer on, whole or streamed; nothing once the client is gone, but its cost is still counted. */
export function passAnswer(answer: IncomingMessage, passage: Passage): void {
  const isStream = answer.headers['content-type']?.startsWith('text/event-stream') === true;
  (isStream ? passStream : passJson)(answer, passage);
}

function passJson(answer: IncomingMessage, { response, usage, ...passage }: Passage): void {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => void chunks.push(chunk));
  answer.once('error', () => {
    if (!response.headersSent && !response.destroyed) sendApiError(response, engineFailed);
  });
  answer.once('end', () => {
    const body = Buffer.concat(chunks);
    Object.assign(usage, readUsage(body));
    if (response.destroyed) return;
    if (answer.statusCode === 200) passage.onWholeAnswer(body);
    response.writeHead(answer.statusCode ?? 502, {
      ...passage.answerHeaders(),
      'content-type': answer.headers['content-type'] ?? 'application/json',
      'content-length': body.length,
    });
    response.end(body);
  });
}

/**
 * Passes server-sent events on as they come. Each carries one token, but for the last, `[DONE]`, and the one
 * before it if that is to tell the usage.
 */
function passStream(answer: IncomingMessage, { completion, response, usage, answerHeaders }: Passage): void {
  const { promptTokens, maxTokens, includeUsage } = completion;
  const eventsAtEnd = includeUsage ? 2 : 1;
  const countEvents = createEventCounter();
  let events = 0;
  usage.promptTokens = promptTokens;
  if (!response.destroyed) {
    response.writeHead(answer.statusCode ?? 502, {
      ...answerHeaders(),
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
    });
  }
  answer.on('data', (chunk: Buffer) => {
    events = countEvents(chunk);
    usage.completionTokens = Math.min(events, maxTokens);
    if (response.destroyed) return;
    response.write(chunk);
    if (response.writableLength > unreadLimitBytes) response.destroy();
  });
  answer.once('error', () => response.destroy());
  answer.once('end', () => {
    usage.completionTokens = Math.max(0, events - eventsAtEnd);
    if (!response.destroyed) response.end();
  });
}

function readUsage(body: Buffer): Usage {
  try {
    const { usage } = JSON.parse(body.toString()) as {
      usage?: { prompt_tokens?: number; completion_tokens?: number };
    };
    return { promptTokens: usage?.prompt_tokens ?? 0, completionTokens: usage?.completion_tokens ?? 0 };
  } catch {
    return { promptTokens: 0, completionTokens: 0 };
  }
}
