import { type ApiError, sendApiError } from '../openai/api-error.ts';
import type { Exchange } from './exchange.ts';
import { modelsOf } from './gateway-config.ts';
import type { Refusal } from './limit-refusals.ts';
import type { Tenant } from './tenants.ts';

const overloaded: Refusal = {
  retryAfterSeconds: 1,
  error: {
    status: 503,
    type: 'server_error',
    code: 'overloaded',
    message: 'All engines are busy and the queue is full. Try again in 1 s.',
  },
};

export function refuse({ context, tenant, response }: Exchange, { error, retryAfterSeconds }: Refusal): void {
  sendApiError(response, error, {
    ...tenant.limits.headers(context.now()),
    ...(retryAfterSeconds > 0 ? { 'retry-after': retryAfterSeconds } : {}),
    ...(error.status === 413 ? { connection: 'close' } : {}),
  });
}

export function refuseOverload({ context: { dispatcher } }: Exchange): Refusal | undefined {
  return dispatcher.engines === 0 || dispatcher.isFull() ? overloaded : undefined;
}

export function bodyTooLarge({ context }: Exchange): Refusal {
  const message = `The request body is larger than ${context.maxBodyBytes()} bytes.`;
  return {
    retryAfterSeconds: 0,
    error: { status: 413, type: 'invalid_request_error', code: 'request_too_large', message },
  };
}

export function unknownModel(model: string, { config }: Tenant): ApiError | undefined {
  if (modelsOf(config).includes(model)) return undefined;
  const message = `The model ${JSON.stringify(model.slice(0, 64))} does not exist or is not yours.`;
  return { status: 404, type: 'invalid_request_error', code: 'model_not_found', param: 'model', message };
}
