import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiError, invalidRequest, sendApiError, sendJson } from '../openai/api-error.ts';
import {
  type CompletionKind,
  type CompletionRequest,
  parseCompletionRequest,
} from '../openai/completion-request.ts';
import { readBody } from '../openai/read-body.ts';
import { answerEvent, type AnswerHead, endOfStream, wholeAnswer } from './answer.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import type { EngineMetrics } from './metrics.ts';
import type { Scheduler } from './scheduler.ts';
import type { Sequence } from './sequence.ts';
import { wordsFor } from './words.ts';

export interface GenerateContext {
  scheduler: Scheduler;
  ledger: MemoryLedger;
  metrics: EngineMetrics;
  /** Starts the step clock if it stands still. */
  kick: () => void;
  now: () => number;
  seed: number;
  nextId: () => string;
  queueBound: number;
}

/** Set by the gateway, which alone may call: see the network in front of us, not a key. */
interface Caller {
  tenant: string;
  maxBatchSize: number;
  memoryLimitBytes: number;
}

const maxBodyBytes = 16 * 2 ** 20;
const busy: ApiError = {
  status: 503,
  type: 'server_error',
  code: 'overloaded',
  message: 'The queue of this engine is full.',
};
const outOfMemory: ApiError = {
  status: 507,
  type: 'server_error',
  code: 'out_of_memory',
  message: "The request does not fit the tenant's partition of GPU memory.",
};

export async function generate(
  context: GenerateContext,
  kind: CompletionKind,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrivedMs = context.now();
  const body = await readBody(request, maxBodyBytes);
  if ('failed' in body) return void response.destroy();
  const caller = readCaller(request);
  if (!caller) return sendApiError(response, invalidRequest('X-Tenant-* headers are missing.'));
  const parsed = parseCompletionRequest(kind, body.bytes);
  if ('error' in parsed) return sendApiError(response, parsed.error);
  if (context.scheduler.waiting >= context.queueBound) return sendApiError(response, busy);
  // A refused change leaves the old partition, and a tenant without one has no memory at all.
  context.ledger.setPartition(caller.tenant, caller.memoryLimitBytes);
  return run(context, { caller, completion: parsed.request, response, arrivedMs });
}

function readCaller({ headers }: IncomingMessage): Caller | undefined {
  const tenant = headers['x-tenant-id'];
  const maxBatchSize = Number(headers['x-tenant-max-batch-size']);
  const memoryLimitBytes = Number(headers['x-tenant-memory-limit-bytes']);
  const valid = typeof tenant === 'string' && maxBatchSize >= 1 && memoryLimitBytes >= 0;
  return valid ? { tenant, maxBatchSize, memoryLimitBytes } : undefined;
}

interface Generation {
  caller: Caller;
  completion: CompletionRequest;
  response: ServerResponse;
  arrivedMs: number;
}

function run(context: GenerateContext, { caller, completion, response, arrivedMs }: Generation): void {
  const { metrics, now, scheduler } = context;
  const model = { model_name: completion.model };
  const head = { id: context.nextId(), createdSeconds: Math.floor(Date.now() / 1000), request: completion };
  const writer = createWriter(head, response, wordsFor(context.seed, completion.promptText));
  let tokens = 0;
  const sequence: Sequence = {
    tenant: caller.tenant,
    model: completion.model,
    promptTokens: completion.promptTokens,
    maxTokens: completion.maxTokens,
    maxBatchSize: caller.maxBatchSize,
    onToken: () => {
      if (tokens === 0) metrics.firstTokenSeconds.observe(model, (now() - arrivedMs) / 1000);
      tokens += 1;
      writer.token(tokens);
    },
    onEnd: (end) => {
      if (end === 'out-of-memory') {
        metrics.outOfMemory.inc({ tenant_id: caller.tenant });
        sendApiError(response, outOfMemory);
        return;
      }
      writer.end();
      metrics.promptTokens.inc(model, completion.promptTokens);
      metrics.requestSeconds.observe(model, (now() - arrivedMs) / 1000);
    },
  };
  response.once('close', () => {
    scheduler.cancel(sequence, now());
    metrics.generationTokens.inc(model, tokens);
  });
  scheduler.submit(sequence);
  context.kick();
}

interface Writer {
  /** @param count tokens so far, this one included */
  token(count: number): void;
  end(): void;
}

function createWriter(head: AnswerHead, response: ServerResponse, wordAt: (index: number) => string): Writer {
  const { maxTokens, stream } = head.request;
  if (!stream) {
    return {
      token: () => {},
      end: () => {
        const text = Array.from({ length: maxTokens }, (_, index) => wordAt(index)).join('');
        sendJson(response, { body: wholeAnswer(head, text) });
      },
    };
  }
  return {
    token: (count) => {
      if (count === 1) response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(answerEvent(head, wordAt(count - 1), count === maxTokens));
    },
    end: () => void response.end(endOfStream),
  };
}
