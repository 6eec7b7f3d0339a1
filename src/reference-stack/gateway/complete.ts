import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiError, sendApiError } from '../openai/api-error.ts';
import {
  type CompletionKind,
  type CompletionRequest,
  parseCompletionRequest,
} from '../openai/completion-request.ts';
import { readBody } from '../openai/read-body.ts';
import type { Dispatcher, Job } from './dispatcher.ts';
import { modelsOf } from './gateway-config.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { Refusal } from './tenant-limits.ts';
import type { Tenant } from './tenants.ts';
import { callEngine, type Usage } from './upstream.ts';

export interface CompletionContext {
  dispatcher: Dispatcher;
  metrics: GatewayMetrics;
  now: () => number;
  maxBodyBytes: () => number;
}

/** A completion on its way through the gateway. */
interface Exchange {
  context: CompletionContext;
  tenant: Tenant;
  kind: CompletionKind;
  request: IncomingMessage;
  response: ServerResponse;
  arrivedMs: number;
}

const overloaded: Refusal = {
  retryAfterSeconds: 1,
  error: {
    status: 503,
    type: 'server_error',
    code: 'overloaded',
    message: 'All engines are busy and the queue is full. Try again in 1 s.',
  },
};

/** Serves one completion for a known tenant. Everything it holds is given back when the response closes. */
export async function complete(exchange: Exchange): Promise<void> {
  const { context, tenant, kind, request, response } = exchange;
  const { limits } = tenant;
  const refusal = refuseFromHeaders(exchange);
  if (refusal) {
    refuse(exchange, refusal);
    return;
  }
  limits.hold();
  response.once('close', limits.release);

  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  const body = await readBody(request, context.maxBodyBytes());
  if (response.destroyed) return;
  if ('failed' in body) {
    refuse(exchange, bodyTooLarge(context.maxBodyBytes()));
    return;
  }
  const parsed = parseCompletionRequest(kind, body.bytes);
  const error = 'error' in parsed ? parsed.error : unknownModel(parsed.request.model, tenant);
  if (error) refuse(exchange, limits.commitInvalid(context.now()) ?? { error, retryAfterSeconds: 0 });
  else if ('request' in parsed) admit(exchange, parsed.request, body.bytes);
}

function refuseFromHeaders({ context, tenant, request }: Exchange): Refusal | undefined {
  const maxBytes = context.maxBodyBytes();
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return bodyTooLarge(maxBytes);
  return tenant.limits.check(context.now()) ?? refuseOverload(context.dispatcher);
}

function refuseOverload(dispatcher: Dispatcher): Refusal | undefined {
  return dispatcher.engines === 0 || dispatcher.isFull() ? overloaded : undefined;
}

function bodyTooLarge(maxBytes: number): Refusal {
  const message = `The request body is larger than ${maxBytes} bytes.`;
  return {
    retryAfterSeconds: 0,
    error: { status: 413, type: 'invalid_request_error', code: 'request_too_large', message },
  };
}

function unknownModel(model: string, { config }: Tenant): ApiError | undefined {
  if (modelsOf(config).includes(model)) return undefined;
  const message = `The model ${JSON.stringify(model.slice(0, 64))} does not exist or is not yours.`;
  return { status: 404, type: 'invalid_request_error', code: 'model_not_found', param: 'model', message };
}

function refuse({ context, tenant, response }: Exchange, { error, retryAfterSeconds }: Refusal): void {
  sendApiError(response, error, {
    ...tenant.limits.headers(context.now()),
    ...(retryAfterSeconds > 0 ? { 'retry-after': retryAfterSeconds } : {}),
    ...(error.status === 413 ? { connection: 'close' } : {}),
  });
}

function admit(exchange: Exchange, completion: CompletionRequest, body: Buffer): void {
  const { context, tenant } = exchange;
  const tokens = completion.promptTokens + completion.maxTokens;
  const tenantId = { tenant_id: tenant.config.tenant_id };
  const refusal = refuseOverload(context.dispatcher) ?? tenant.limits.commit(tokens, context.now());
  if (refusal) {
    context.metrics.tokensRefused.inc(tenantId, tokens);
    if (refusal.error.status === 400) tenant.limits.commitInvalid(context.now());
    refuse(exchange, refusal);
    return;
  }
  context.metrics.tokensAdmitted.inc(tenantId, tokens);
  dispatch(exchange, { completion, body, tokens });
}

interface Admitted {
  completion: CompletionRequest;
  body: Buffer;
  /** Reserved for it. */
  tokens: number;
}

function dispatch(exchange: Exchange, { completion, body, tokens }: Admitted): void {
  const { context, tenant, request, response, arrivedMs } = exchange;
  const { dispatcher, metrics, now } = context;
  const { limits, config } = tenant;
  const tenantId = { tenant_id: config.tenant_id };
  let abortCall = (): void => {};

  const job: Job = {
    tenantId: config.tenant_id,
    weight: config.weight,
    costTokens: tokens,
    start: (engine, finished) => {
      metrics.queueSeconds.observe(tenantId, (now() - arrivedMs) / 1000);
      const call = {
        path: request.url ?? '/',
        body,
        tenant: config,
        promptTokens: completion.promptTokens,
        answerHeaders: () => limits.headers(now()),
        onFirstByte: () => metrics.firstTokenSeconds.observe(tenantId, (now() - arrivedMs) / 1000),
      };
      abortCall = callEngine(engine, call, response, (usage) => {
        account(exchange, tokens, usage);
        finished(usage.promptTokens + usage.completionTokens);
      });
    },
  };
  response.once('close', () => {
    if (response.writableFinished) metrics.requestSeconds.observe(tenantId, (now() - arrivedMs) / 1000);
    else if (dispatcher.withdraw(job)) limits.settle(tokens, 0, now());
    else abortCall();
  });
  dispatcher.submit(job);
}

function account({ context, tenant }: Exchange, reserved: number, usage: Usage): void {
  const tenant_id = tenant.config.tenant_id;
  const used = usage.promptTokens + usage.completionTokens;
  tenant.limits.settle(reserved, used, context.now());
  context.metrics.tokens.inc({ tenant_id, direction: 'input' }, usage.promptTokens);
  context.metrics.tokens.inc({ tenant_id, direction: 'output' }, usage.completionTokens);
}
