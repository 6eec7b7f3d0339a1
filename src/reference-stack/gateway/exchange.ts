import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CompletionKind, CompletionRequest } from '../openai/completion-request.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { Tenant } from './tenants.ts';
import type { TokenCharge } from './token-charge.ts';

export interface CompletionContext {
  dispatcher: Dispatcher;
  metrics: GatewayMetrics;
  cache: AnswerCache;
  now: () => number;
  maxBodyBytes: () => number;
}

/** A completion on its way through the gateway. */
export interface Exchange {
  context: CompletionContext;
  tenant: Tenant;
  kind: CompletionKind;
  request: IncomingMessage;
  response: ServerResponse;
  arrivedMs: number;
}

/** What a valid request asks for. */
export interface Order {
  completion: CompletionRequest;
  body: Buffer;
  /** Tokens that it will cost an engine at most. */
  tokens: number;
  charge: TokenCharge;
}

/** True once the response is over and was not sent whole. */
export const hungUp = ({ destroyed, writableFinished }: ServerResponse): boolean =>
  destroyed && !writableFinished;
