import type { ServerResponse } from 'node:http';
import { type ApiError, sendApiError } from '../openai/api-error.ts';
import type { CompletionRequest } from '../openai/completion-request.ts';
import { createAnswerWriter } from './answer-writer.ts';
import type { EngineMetrics } from './metrics.ts';
import { onHangUp } from './on-hang-up.ts';
import { promptBlocks } from './prompt-blocks.ts';
import { createRunMeter } from './run-meter.ts';
import type { Scheduler } from './scheduler.ts';
import type { Sequence } from './sequence.ts';
import type { EngineSettings } from './settings.ts';
import { wordsFor } from './words.ts';

export interface RunContext {
  settings: EngineSettings;
  scheduler: Scheduler;
  metrics: EngineMetrics;
  /** Starts the step clock if it stands still. */
  kick: () => void;
  now: () => number;
  nextId: () => string;
}

/** Set by the gateway, which alone may call: see the network in front of us, not a key. */
export interface Caller {
  tenant: string;
  maxBatchSize: number;
  memoryLimitBytes: number;
}

export interface Run {
  caller: Caller;
  completion: CompletionRequest;
  response: ServerResponse;
  arrivedMs: number;
}

const outOfMemory: ApiError = {
  status: 507,
  type: 'server_error',
  code: 'out_of_memory',
  message: "The request does not fit the tenant's partition of GPU memory.",
};

/** Puts a request in line; it is answered, counted and given up as the scheduler and its client have it. */
export function runSequence(context: RunContext, run: Run): void {
  const { metrics, now, scheduler, settings } = context;
  const { caller, completion, response } = run;
  const meter = createRunMeter({
    metrics,
    now,
    prefixCache: settings.PREFIX_CACHE,
    tenant: caller.tenant,
    model: completion.model,
    promptTokens: completion.promptTokens,
    arrivedMs: run.arrivedMs,
  });
  const head = { id: context.nextId(), createdSeconds: Math.floor(Date.now() / 1000), request: completion };
  const writer = createAnswerWriter(head, response, wordsFor(settings.SEED, completion.promptText));
  const sequence: Sequence = {
    ...describe(settings, caller, completion),
    onStart: meter.started,
    onToken: () => writer.token(meter.token()),
    onEnd: (end) => {
      meter.ended(end === 'finished' ? 'ok' : 'out_of_memory');
      if (end === 'finished') writer.end(meter.tokens);
      else if (!response.destroyed) sendApiError(response, outOfMemory);
    },
  };
  scheduler.submit(sequence);
  onHangUp(response, () => {
    const isWanted = settings.ON_ABORT === 'run-on';
    if (!isWanted) scheduler.cancel(sequence, now());
    meter.closed();
    if (isWanted) response.destroy();
    else if (!response.writableEnded) writer.end(meter.tokens);
  });
  context.kick();
}

function describe(
  settings: EngineSettings,
  { tenant, maxBatchSize }: Caller,
  { model, promptText, promptTokens, maxTokens }: CompletionRequest,
): Omit<Sequence, 'onStart' | 'onToken' | 'onEnd'> {
  return {
    tenant,
    model,
    promptTokens,
    promptBlocks: promptBlocks(settings, { tenant, model, text: promptText, tokens: promptTokens }),
    maxTokens,
    maxBatchSize: settings.BATCH_CAP === 'none' ? Number.POSITIVE_INFINITY : maxBatchSize,
  };
}
