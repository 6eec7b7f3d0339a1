import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { sendApiError, sendJson } from '../openai/api-error.ts';
import { generate, type GenerateContext } from './generate.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createMetrics } from './metrics.ts';
import { createModelStore } from './model-store.ts';
import { createScheduler } from './scheduler.ts';
import { createSequenceMemory } from './sequence-memory.ts';
import type { EngineSettings } from './settings.ts';
import { createSharedLedger } from './shared-ledger.ts';
import { createStepClock } from './step-clock.ts';

/** An OpenAI-compatible server over a simulated GPU, for the gateway alone; not listening yet. */
export function createEngineServer(settings: EngineSettings): Server {
  const now = (): number => performance.now();
  const shared = settings.GPU_MEMORY_MODE === 'shared';
  const ledger = (shared ? createSharedLedger : createMemoryLedger)(settings.GPU_MEMORY_BYTES);
  const metrics = createMetrics({
    running: () => scheduler.running,
    waiting: () => scheduler.waiting,
    ledger,
  });
  const models = createModelStore({
    ledger,
    modelBytes: settings.MODEL_BYTES,
    loadMs: settings.MODEL_LOAD_MS,
    evictsFrom: shared ? 'anyone' : 'own',
    events: {
      onLoad: (tenant_id, model_name) => metrics.modelLoads.inc({ tenant_id, model_name }),
      onEvict: (tenant_id) => metrics.modelEvictions.inc({ tenant_id, reason: 'lru' }),
    },
  });
  const memory = createSequenceMemory({
    ledger,
    models,
    modelBytes: settings.MODEL_BYTES,
    kvBlockTokens: settings.KV_BLOCK_TOKENS,
    kvBytesPerToken: settings.KV_BYTES_PER_TOKEN,
  });
  const scheduler = createScheduler({
    slots: settings.SLOTS,
    stepMs: settings.STEP_MS,
    prefillTokensPerStep: settings.PREFILL_TOKENS_PER_STEP,
    prefillMsPerToken: settings.PREFILL_MS_PER_TOKEN,
    memory,
    onCompute: (tenant_id, model_name, ms) =>
      metrics.computeSeconds.inc({ tenant_id, model_name }, ms / 1000),
  });
  const kick = createStepClock(scheduler);
  let answers = 0;
  const context: GenerateContext = {
    scheduler,
    ledger,
    metrics,
    kick,
    now,
    seed: settings.SEED,
    nextId: () => `cmpl-${++answers}`,
    queueBound: settings.QUEUE_BOUND,
  };
  // The gateway keeps its connections; the server must never be the first to close one.
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    route(context, request, response).catch(() => response.destroy());
  });
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
