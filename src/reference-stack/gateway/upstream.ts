import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { type ApiError, sendApiError } from '../openai/api-error.ts';
import type { CompletionRequest } from '../openai/completion-request.ts';
import type { Engine } from './engine-pool.ts';
import { createEventCounter } from './event-counter.ts';
import type { Tenant } from './tenants.ts';

/** What a call has cost, as far as it got. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
}

export interface UpstreamCall {
  path: string;
  body: Buffer;
  tenant: Tenant;
  completion: CompletionRequest;
  /** Added to the engine's answer. */
  answerHeaders: () => Record<string, string>;
  onFirstByte: () => void;
  /** The body of an answer that came whole, with status 200. */
  onWholeAnswer: (body: Buffer) => void;
}

/** How long an engine has to say what a call has cost that was ended early. */
const lastWordMs = 1000;

/** A client that reads so slowly that this much of its answer waits in our memory is cut off. */
const unreadLimitBytes = 1_048_576;

const engineFailed: ApiError = {
  status: 502,
  type: 'server_error',
  code: 'engine_failed',
  message: 'The engine did not answer.',
};

/**
 * Sends a request to an engine and its answer to the client.
 * @param done called exactly once, when the engine no longer works on it
 * @returns ends the call early: the engine, told that no more is wanted, ends its answer with what there is
 */
export function callEngine(
  engine: Engine,
  call: UpstreamCall,
  response: ServerResponse,
  done: (usage: Usage) => void,
): () => void {
  const { host, port, agent } = engine;
  const request = httpRequest({
    host,
    port,
    method: 'POST',
    path: call.path,
    agent,
    headers: headersFor(call),
  });
  const usage: Usage = { promptTokens: 0, completionTokens: 0 };
  let answered = false;
  request.once('response', (answer) => {
    answered = true;
    if (!response.destroyed) call.onFirstByte();
    if (answer.headers['content-type']?.startsWith('text/event-stream') === true) {
      usage.promptTokens = call.completion.promptTokens;
      passStream(answer, { call, response, usage });
    } else passJson(answer, { call, response, usage });
  });
  request.once('error', () => {
    if (answered || response.headersSent || response.destroyed) response.destroy();
    else sendApiError(response, engineFailed);
  });
  request.once('close', () => done(usage));
  request.end(call.body);
  return () => {
    if (request.destroyed) return;
    usage.promptTokens = call.completion.promptTokens;
    endEarly(request);
  };
}

/** Closes our side of the connection, so that what the engine had sent still counts. */
function endEarly(request: ClientRequest): void {
  const { socket } = request;
  if (!socket || socket.connecting) {
    request.destroy();
    return;
  }
  socket.end();
  const patience = setTimeout(() => request.destroy(), lastWordMs);
  request.once('close', () => clearTimeout(patience));
}

function headersFor({ body, tenant }: UpstreamCall): Record<string, string | number> {
  return {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-tenant-id': tenant.config.tenant_id,
    'x-tenant-max-batch-size': tenant.batchCap,
    'x-tenant-memory-limit-bytes': Math.floor(tenant.config.memory_limit_gb * 2 ** 30),
  };
}

interface Passage {
  call: UpstreamCall;
  response: ServerResponse;
  usage: Usage;
}

function passJson(answer: IncomingMessage, { call, response, usage }: Passage): void {
  const chunks: Buffer[] = [];
  answer.on('data', (chunk: Buffer) => void chunks.push(chunk));
  answer.once('error', () => {
    if (!response.headersSent && !response.destroyed) sendApiError(response, engineFailed);
  });
  answer.once('end', () => {
    const body = Buffer.concat(chunks);
    Object.assign(usage, readUsage(body));
    if (response.destroyed) return;
    if (answer.statusCode === 200) call.onWholeAnswer(body);
    response.writeHead(answer.statusCode ?? 502, {
      ...call.answerHeaders(),
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
function passStream(answer: IncomingMessage, { call, response, usage }: Passage): void {
  const { maxTokens, includeUsage } = call.completion;
  const eventsAtEnd = includeUsage ? 2 : 1;
  const countEvents = createEventCounter();
  let events = 0;
  if (!response.destroyed) {
    response.writeHead(answer.statusCode ?? 502, {
      ...call.answerHeaders(),
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
