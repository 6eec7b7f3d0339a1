import { cacheKeyOf } from './answer-cache.ts';
import type { Job } from './dispatcher.ts';
import { type Exchange, hungUp, type Order } from './exchange.ts';
import type { Usage } from './pass-answer.ts';
import { refuse } from './refusals.ts';
import type { Refusal } from './limit-refusals.ts';
import { callEngine, type UpstreamCall } from './upstream.ts';

/**
 * Queues an order for an engine and passes the engine's answer on.
 * @param admitLate the limits, for an order that was queued before they were looked at
 */
export function dispatch(exchange: Exchange, order: Order, admitLate?: () => Refusal | undefined): void {
  const { context, tenant, response, arrivedMs } = exchange;
  const { dispatcher, metrics, now } = context;
  const { tenant_id, weight } = tenant.config;
  let isCharged = !admitLate;
  let abortCall = (): void => {};

  const job: Job = {
    tenantId: tenant_id,
    weight,
    costTokens: order.tokens,
    start: (engine, finished) => {
      metrics.queueSeconds.observe({ tenant_id }, (now() - arrivedMs) / 1000);
      const refusal = admitLate?.();
      if (refusal) {
        refuse(exchange, refusal);
        setImmediate(finished, 0);
        return;
      }
      isCharged = true;
      abortCall = callEngine(engine, upstreamCall(exchange, order), response, (usage) => {
        account(exchange, order, usage);
        finished(usage.promptTokens + usage.completionTokens);
      });
    },
  };
  response.once('close', () => {
    if (!hungUp(response)) metrics.requestSeconds.observe({ tenant_id }, (now() - arrivedMs) / 1000);
    else if (!dispatcher.withdraw(job)) abortCall();
    else if (isCharged) settle(exchange, order, 0);
  });
  dispatcher.submit(job);
}

function upstreamCall(exchange: Exchange, order: Order): UpstreamCall {
  const { context, tenant, request, arrivedMs } = exchange;
  const { metrics, now, cache } = context;
  const { tenant_id } = tenant.config;
  const cacheKey = cacheKeyOf(exchange, order);
  return {
    path: request.url ?? '/',
    body: order.body,
    tenant,
    completion: order.completion,
    answerHeaders: () => ({
      ...tenant.limits.headers(now()),
      ...(cacheKey === undefined ? {} : { 'x-cache': 'miss' }),
    }),
    onFirstByte: () => metrics.firstTokenSeconds.observe({ tenant_id }, (now() - arrivedMs) / 1000),
    onWholeAnswer: (answer) => cacheKey !== undefined && cache.set(cacheKey, answer),
  };
}

function account(exchange: Exchange, order: Order, usage: Usage): void {
  const { context, tenant } = exchange;
  const { tenant_id } = tenant.config;
  const { promptTokens, completionTokens } = isCounted(exchange, order) ? usage : noUsage;
  settle(exchange, order, promptTokens + completionTokens);
  context.metrics.tokens.inc({ tenant_id, direction: 'input' }, promptTokens);
  context.metrics.tokens.inc({ tenant_id, direction: 'output' }, completionTokens);
}

const noUsage: Usage = { promptTokens: 0, completionTokens: 0 };

/** Whether the platform's books are told of a call. */
function isCounted({ tenant, response }: Exchange, { completion }: Order): boolean {
  const { stream_accounting, abort_metering } = tenant.controls;
  if (completion.stream && stream_accounting === 'ignored') return false;
  return abort_metering === 'exact' || !hungUp(response);
}

function settle({ context, tenant, response }: Exchange, { charge }: Order, usedTokens: number): void {
  tenant.limits.settle(
    {
      reservedTokens: charge.reserved,
      usedTokens: charge.settled(usedTokens),
      hungUp: hungUp(response),
    },
    context.now(),
  );
}
