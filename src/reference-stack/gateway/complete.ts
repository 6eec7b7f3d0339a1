import { parseCompletionRequest } from '../openai/completion-request.ts';
import { readBody } from '../openai/read-body.ts';
import { cacheKeyOf } from './answer-cache.ts';
import { dispatch } from './dispatch.ts';
import { type Exchange, hungUp, type Order } from './exchange.ts';
import { modelLabel } from './model-label.ts';
import { bodyTooLarge, refuse, refuseOverload, unknownModel } from './refusals.ts';
import type { Refusal } from './limit-refusals.ts';
import { tokenChargeOf } from './token-charge.ts';

/** Serves one completion for a known tenant. Everything it holds is given back when the response closes. */
export async function complete(exchange: Exchange): Promise<void> {
  const { tenant, context } = exchange;
  const refusal = refuseFromHeaders(exchange);
  if (refusal) {
    refuse(exchange, refusal);
    return;
  }
  const queuesFirst = tenant.controls.refusals === 'after-body';
  if (!queuesFirst) hold(exchange);
  const body = await receive(exchange);
  if (!body) return;
  const order = readOrder(exchange, body);
  if ('error' in order) {
    refuse(
      exchange,
      tenant.limits.commitInvalid(context.now()) ?? { error: order.error, retryAfterSeconds: 0 },
    );
  } else if (queuesFirst) queueFirst(exchange, order);
  else admit(exchange, order);
}

function refuseFromHeaders(exchange: Exchange): Refusal | undefined {
  const { context, tenant, request } = exchange;
  if (Number(request.headers['content-length'] ?? 0) > context.maxBodyBytes()) return bodyTooLarge(exchange);
  if (tenant.controls.refusals === 'after-body') return undefined;
  return tenant.limits.check(context.now()) ?? refuseOverload(exchange);
}

/** Counts the request among those that the tenant has at the same time. */
function hold({ tenant: { limits }, response }: Exchange): void {
  limits.hold();
  response.once('close', () => limits.release({ hungUp: hungUp(response) }));
}

/** The body; undefined if the client hung up, or was told that it is too large. */
async function receive(exchange: Exchange): Promise<Buffer | undefined> {
  const { context, request, response } = exchange;
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  const body = await readBody(request, context.maxBodyBytes());
  if (response.destroyed) return undefined;
  if ('bytes' in body) return body.bytes;
  refuse(exchange, bodyTooLarge(exchange));
  return undefined;
}

function readOrder({ context, tenant, kind }: Exchange, body: Buffer): Order | Pick<Refusal, 'error'> {
  const parsed = parseCompletionRequest(kind, body);
  if ('error' in parsed) return parsed;
  const { request: completion } = parsed;
  context.metrics.modelRequests.inc({
    tenant_id: tenant.config.tenant_id,
    model_name: modelLabel(completion.model, tenant),
  });
  const error = unknownModel(completion.model, tenant);
  if (error) return { error };
  const tokens = completion.promptTokens + completion.maxTokens;
  return { completion, body, tokens, charge: tokenChargeOf(completion, tenant.controls) };
}

function admit(exchange: Exchange, order: Order): void {
  const refusal = refuseOverload(exchange) ?? commit(exchange, order);
  if (refusal) refuse(exchange, refusal);
  else if (!answerFromCache(exchange, order)) dispatch(exchange, order);
}

/** The weakness `refusals: after-body`: the limits are looked at when the request's turn has come. */
function queueFirst(exchange: Exchange, order: Order): void {
  const { context, tenant } = exchange;
  const admitLate = (): Refusal | undefined => {
    const refusal = tenant.limits.check(context.now()) ?? commit(exchange, order);
    if (!refusal) hold(exchange);
    return refusal;
  };
  const refusal = refuseOverload(exchange);
  if (refusal) refuse(exchange, refusal);
  else dispatch(exchange, order, admitLate);
}

function commit({ context, tenant }: Exchange, { tokens, charge }: Order): Refusal | undefined {
  const { metrics, now } = context;
  const { tenant_id } = tenant.config;
  const refusal = tenant.limits.commit(charge.reserved, now());
  (refusal ? metrics.tokensRefused : metrics.tokensAdmitted).inc({ tenant_id }, tokens);
  if (refusal?.error.status === 400) tenant.limits.commitInvalid(now());
  return refusal;
}

function answerFromCache(exchange: Exchange, order: Order): boolean {
  const { context, tenant, response } = exchange;
  const key = cacheKeyOf(exchange, order);
  const answer = key === undefined ? undefined : context.cache.get(key);
  if (!answer) return false;
  const nothingUsed = { reservedTokens: order.charge.reserved, usedTokens: 0, hungUp: false };
  tenant.limits.settle(nothingUsed, context.now());
  response.writeHead(200, {
    ...tenant.limits.headers(context.now()),
    'content-type': 'application/json',
    'content-length': answer.length,
    'x-cache': 'hit',
  });
  response.end(answer);
  return true;
}
