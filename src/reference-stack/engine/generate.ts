import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiError, invalidRequest, sendApiError } from '../openai/api-error.ts';
import {
  type CompletionKind,
  type CompletionRequest,
  parseCompletionRequest,
} from '../openai/completion-request.ts';
import { readBody } from '../openai/read-body.ts';
import { contextLengthError } from './context-length.ts';
import type { Gpu } from './gpu.ts';
import { resizePartition } from './resize-partition.ts';
import { type Caller, runSequence, type RunContext } from './run-sequence.ts';

export interface GenerateContext extends RunContext {
  gpu: Gpu;
}

type Refused = 'aborted' | 'invalid' | 'overloaded';

const maxBodyBytes = 16 * 2 ** 20;
const busy: ApiError = {
  status: 503,
  type: 'server_error',
  code: 'overloaded',
  message: 'The queue of this engine is full.',
};

/** Serves one completion, or says why not. Every request of a known tenant is counted once, by how it ended. */
export async function generate(
  context: GenerateContext,
  kind: CompletionKind,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrivedMs = context.now();
  const caller = readCaller(request);
  const count = (status: Refused): void => {
    if (caller) context.metrics.requests.inc({ tenant_id: caller.tenant, status });
  };
  const body = await readBody(request, maxBodyBytes);
  if ('failed' in body) {
    count(body.failed === 'aborted' ? 'aborted' : 'invalid');
    response.destroy();
    return;
  }
  if (!caller) return sendApiError(response, invalidRequest('X-Tenant-* headers are missing.'));
  const admission = admit(context, kind, body.bytes);
  if ('error' in admission) {
    count(admission.status);
    return sendApiError(response, admission.error);
  }
  // A refused change leaves the old partition, and a tenant without one has no memory at all.
  resizePartition(context.gpu, caller.tenant, caller.memoryLimitBytes);
  return runSequence(context, { caller, completion: admission.request, response, arrivedMs });
}

type Admission = { request: CompletionRequest } | { error: ApiError; status: Refused };

function admit({ settings, scheduler }: GenerateContext, kind: CompletionKind, body: Buffer): Admission {
  const parsed = parseCompletionRequest(kind, body);
  if ('error' in parsed) return { error: parsed.error, status: 'invalid' };
  const tooLong = contextLengthError(parsed.request, settings.MAX_MODEL_LEN);
  if (tooLong && settings.INPUT_VALIDATION === 'off') crash(tooLong.message);
  if (tooLong) return { error: tooLong, status: 'invalid' };
  if (scheduler.waiting >= settings.QUEUE_BOUND) return { error: busy, status: 'overloaded' };
  return parsed;
}

/** What an index out of range does to a process that computes on a GPU. All requests in it are lost. */
function crash(message: string): never {
  process.stderr.write(`device-side assert triggered: ${message}\n`);
  process.exit(1);
}

function readCaller({ headers }: IncomingMessage): Caller | undefined {
  const tenant = headers['x-tenant-id'];
  const maxBatchSize = Number(headers['x-tenant-max-batch-size']);
  const memoryLimitBytes = Number(headers['x-tenant-memory-limit-bytes']);
  const valid = typeof tenant === 'string' && maxBatchSize >= 1 && memoryLimitBytes >= 0;
  return valid ? { tenant, maxBatchSize, memoryLimitBytes } : undefined;
}
