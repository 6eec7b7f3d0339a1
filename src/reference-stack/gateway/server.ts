import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type ApiError, sendApiError, sendJson } from '../openai/api-error.ts';
import type { CompletionKind } from '../openai/completion-request.ts';
import { bearerToken } from './api-keys.ts';
import { complete } from './complete.ts';
import type { Readiness } from './control.ts';
import type { CompletionContext } from './exchange.ts';
import { modelsOf } from './gateway-config.ts';
import type { Tenant, Tenants } from './tenants.ts';
import { withoutLimits } from './unlimited.ts';

export interface GatewayParts extends CompletionContext {
  tenants: Tenants;
  readiness: () => Readiness;
}

const invalidKey: ApiError = {
  status: 401,
  type: 'authentication_error',
  code: 'invalid_api_key',
  message: 'Send a valid API key as "Authorization: Bearer KEY".',
};

/** The gateway's HTTP interface; not listening yet. */
export function createGatewayServer(parts: GatewayParts): Server {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    route(parts, request, response).catch(() => response.destroy());
  };
  const timeouts = {
    keepAliveTimeout: 75_000,
    headersTimeout: 5000,
    requestTimeout: 15_000,
    connectionsCheckingInterval: 1000,
  };
  // `checkContinue`: the body of a request that is refused from its headers is never asked for.
  return createServer(timeouts, onRequest).on('checkContinue', onRequest);
}

async function route(parts: GatewayParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?', 1)[0] ?? '/';
  switch (`${request.method ?? ''} ${path}`) {
    case 'POST /v1/chat/completions':
      return serveCompletion(parts, { kind: 'chat', request, response });
    case 'POST /v1/completions':
      return serveCompletion(parts, { kind: 'text', request, response });
    case 'GET /v1/models':
      return sendModels(parts, request, response);
    case 'GET /healthz':
      return sendJson(response, { body: { alive: true } });
    case 'GET /readyz': {
      const readiness = parts.readiness();
      return sendJson(response, { status: readiness.ready ? 200 : 503, body: readiness });
    }
    case 'GET /metrics': {
      const { registry } = parts.metrics;
      response.setHeader('content-type', registry.contentType).end(await registry.metrics());
      return undefined;
    }
    default:
      return sendApiError(response, noSuchRoute(request.method ?? '', path));
  }
}

function noSuchRoute(method: string, path: string): ApiError {
  const message = `There is no ${method} ${path.slice(0, 100)}.`;
  return { status: 404, type: 'invalid_request_error', code: 'not_found', message };
}

function tenantOf({ tenants }: GatewayParts, request: IncomingMessage): Tenant | undefined {
  const key = bearerToken(request.headers.authorization);
  const owner = key === undefined ? undefined : tenants.byKey(key);
  if (owner?.controls.identity !== 'header') return owner;
  const claimed = request.headers['x-tenant-id'];
  return (typeof claimed === 'string' ? tenants.byId(claimed) : undefined) ?? owner;
}

/** The weakness `route_coverage: chat-only`: the older route was never brought under the limits. */
function onRoute(kind: CompletionKind, tenant: Tenant): Tenant {
  const isCovered = kind === 'chat' || tenant.controls.route_coverage === 'all';
  return isCovered ? tenant : { ...tenant, limits: withoutLimits(tenant.limits) };
}

function refuseStranger(response: ServerResponse): void {
  sendApiError(response, invalidKey, { 'www-authenticate': 'Bearer' });
}

function sendModels(parts: GatewayParts, request: IncomingMessage, response: ServerResponse): void {
  const tenant = tenantOf(parts, request);
  if (!tenant) return refuseStranger(response);
  const { tenant_id: owned_by } = tenant.config;
  const data = modelsOf(tenant.config).map((id) => ({ id, object: 'model', created: 0, owned_by }));
  return sendJson(response, { body: { object: 'list', data } });
}

interface CompletionCall {
  kind: CompletionKind;
  request: IncomingMessage;
  response: ServerResponse;
}

async function serveCompletion(parts: GatewayParts, call: CompletionCall): Promise<void> {
  const { request, response } = call;
  const arrivedMs = parts.now();
  const tenant = tenantOf(parts, request);
  const tenant_id = tenant?.config.tenant_id ?? 'unknown';
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 499;
    parts.metrics.requests.inc({ tenant_id, status });
  });
  if (tenant) await complete({ context: parts, tenant: onRoute(call.kind, tenant), arrivedMs, ...call });
  else refuseStranger(response);
}
