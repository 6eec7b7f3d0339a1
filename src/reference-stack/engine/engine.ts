import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { sendApiError, sendJson } from '../openai/api-error.ts';
import { chargedShares, type EndedStep } from './charged-shares.ts';
import { generate, type GenerateContext } from './generate.ts';
import { createGpu } from './gpu.ts';
import { createMetrics, type EngineMetrics } from './metrics.ts';
import type { EngineSettings } from './settings.ts';
import { createStepClock } from './step-clock.ts';

/** An OpenAI-compatible server over a simulated GPU, for the gateway alone; not listening yet. */
export function createEngineServer(settings: EngineSettings): Server {
  const gpu = createGpu(settings, {
    onLoad: (tenant_id, model_name) => metrics.modelLoads.inc({ tenant_id, model_name }),
    onEvict: (tenant_id) => metrics.modelEvictions.inc({ tenant_id, reason: 'lru' }),
    onStep: (ms, shares) => {
      const step = { ms, shares, tenants: gpu.ledger.tenants() };
      countStep(metrics, step, chargedShares(settings.COMPUTE_METERING, step));
    },
  });
  const metrics = createMetrics(gpu);
  let answers = 0;
  const context: GenerateContext = {
    settings,
    gpu,
    scheduler: gpu.scheduler,
    metrics,
    kick: createStepClock(gpu.scheduler),
    now: () => performance.now(),
    nextId: () => `cmpl-${++answers}`,
  };
  // The gateway keeps its connections; the server must never be the first to close one.
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    route(context, request, response).catch(() => response.destroy());
  });
}

function countStep(metrics: EngineMetrics, step: EndedStep, charged: ReturnType<typeof chargedShares>): void {
  metrics.busySeconds.inc(step.ms / 1000);
  for (const { tenant: tenant_id, model: model_name, ms } of charged)
    metrics.computeSeconds.inc({ tenant_id, model_name }, ms / 1000);
  for (const { tenant: tenant_id, promptTokens } of step.shares)
    if (promptTokens > 0) metrics.tokens.inc({ tenant_id, direction: 'input' }, promptTokens);
}

async function route(
  context: GenerateContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  switch (`${request.method ?? ''} ${request.url?.split('?', 1)[0] ?? ''}`) {
    case 'POST /v1/chat/completions':
      return generate(context, 'chat', request, response);
    case 'POST /v1/completions':
      return generate(context, 'text', request, response);
    case 'GET /healthz':
    case 'GET /readyz':
      return sendJson(response, { body: { ready: true } });
    case 'GET /metrics': {
      const { registry } = context.metrics;
      response.setHeader('content-type', registry.contentType).end(await registry.metrics());
      return undefined;
    }
    default:
      return sendApiError(response, {
        status: 404,
        type: 'invalid_request_error',
        code: 'not_found',
        message: 'There is no such route.',
      });
  }
}
