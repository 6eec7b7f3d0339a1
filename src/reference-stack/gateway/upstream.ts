import { request as httpRequest, type ClientRequest, type ServerResponse } from 'node:http';
import { sendApiError } from '../openai/api-error.ts';
import type { Engine } from './engine-pool.ts';
import { type AnswerHooks, engineFailed, passAnswer, type Usage } from './pass-answer.ts';
import type { Tenant } from './tenants.ts';

export interface UpstreamCall extends AnswerHooks {
  path: string;
  body: Buffer;
  tenant: Tenant;
  onFirstByte: () => void;
}

/** How long an engine has to say what a call has cost that was ended early. */
const lastWordMs = 1000;

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
    passAnswer(answer, { ...call, response, usage });
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
