import type { ApiError } from '../openai/api-error.ts';
import type { TenantConfig, TokenAccounting } from './gateway-config.ts';
import { createGcra } from './gcra.ts';
import { createTokenBudget } from './token-budget.ts';

/** Why a request was refused, and after how many seconds it is worth trying again. */
export interface Refusal {
  error: ApiError;
  retryAfterSeconds: number;
}

/**
 * One tenant's limits, which bind together: a request that one of them refuses costs nothing at the others.
 *
 * `check` and `hold` need only the headers; `commit` follows when the body is known and takes the request
 * and its tokens at once, or neither. Whoever calls `hold` must call `release`, and whoever commits must settle.
 */
export interface TenantLimits {
  readonly inFlight: number;
  check(nowMs: number): Refusal | undefined;
  hold: () => void;
  release: () => void;
  commit(tokens: number, nowMs: number): Refusal | undefined;
  /** Charges a request that turned out to be invalid: it costs a request and no tokens. */
  commitInvalid(nowMs: number): Refusal | undefined;
  settle(reservedTokens: number, usedTokens: number, nowMs: number): void;
  /** `x-ratelimit-*`, as OpenAI's API names them. */
  headers(nowMs: number): Record<string, string>;
  reconfigure: (config: TenantConfig, accounting: TokenAccounting, nowMs: number) => void;
}

export function createTenantLimits(
  initial: TenantConfig,
  initialAccounting: TokenAccounting = 'at-admission',
): TenantLimits {
  let config = initial;
  let accounting = initialAccounting;
  const requests = createGcra({ perMinute: config.rate_limit_rpm, burst: config.burst_requests });
  const budget = createTokenBudget(config.rate_limit_tpm);
  let held = 0;

  const checkRate = (nowMs: number): Refusal | undefined => {
    const waitMs = requests.waitMs(nowMs);
    return waitMs > 0 ? refuse(`${config.rate_limit_rpm} requests per minute`, waitMs) : undefined;
  };
  const checkTokens = (tokens: number, nowMs: number): Refusal | undefined => {
    const waitMs = budget.waitMs(accounting === 'at-admission' ? tokens : 1, nowMs);
    if (waitMs === Number.POSITIVE_INFINITY) return tooManyTokens(tokens, config.rate_limit_tpm);
    return waitMs > 0 ? refuse(`${config.rate_limit_tpm} tokens per minute`, waitMs) : undefined;
  };

  return {
    get inFlight() {
      return held;
    },
    check: (nowMs) =>
      held < config.max_concurrency
        ? checkRate(nowMs)
        : refuse(`${config.max_concurrency} requests at the same time`, 0),
    hold: () => void (held += 1),
    release: () => void (held -= 1),
    commit: (tokens, nowMs) => {
      const refusal = checkRate(nowMs) ?? checkTokens(tokens, nowMs);
      if (refusal) return refusal;
      requests.take(nowMs);
      if (accounting === 'at-admission') budget.reserve(tokens, nowMs);
      return undefined;
    },
    commitInvalid: (nowMs) => {
      const refusal = checkRate(nowMs);
      if (!refusal) requests.take(nowMs);
      return refusal;
    },
    settle: (reservedTokens, usedTokens, nowMs) =>
      accounting === 'at-admission'
        ? budget.giveBack(Math.max(0, reservedTokens - usedTokens), nowMs)
        : budget.charge(usedTokens, nowMs),
    headers: (nowMs) => ({
      'x-ratelimit-limit-requests': String(config.rate_limit_rpm),
      'x-ratelimit-remaining-requests': String(requests.remaining(nowMs)),
      'x-ratelimit-reset-requests': seconds(requests.resetMs(nowMs)),
      'x-ratelimit-limit-tokens': String(config.rate_limit_tpm),
      'x-ratelimit-remaining-tokens': String(budget.remaining(nowMs)),
      'x-ratelimit-reset-tokens': seconds(budget.resetMs(nowMs)),
    }),
    reconfigure: (next, nextAccounting, nowMs) => {
      config = next;
      accounting = nextAccounting;
      requests.reconfigure({ perMinute: next.rate_limit_rpm, burst: next.burst_requests }, nowMs);
      budget.reconfigure(next.rate_limit_tpm, nowMs);
    },
  };
}

function refuse(limit: string, waitMs: number): Refusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return {
    retryAfterSeconds,
    error: {
      status: 429,
      type: 'rate_limit_error',
      code: 'rate_limit_exceeded',
      message: `Limit of ${limit} reached. Try again in ${retryAfterSeconds} s.`,
    },
  };
}

function tooManyTokens(tokens: number, perMinute: number): Refusal {
  return {
    retryAfterSeconds: 0,
    error: {
      status: 400,
      type: 'invalid_request_error',
      code: 'request_too_large',
      param: 'max_tokens',
      message: `Prompt and max_tokens make ${tokens} tokens; the limit of a whole minute is ${perMinute}.`,
    },
  };
}

/** A duration as OpenAI's headers write it, e.g. `1.25s`. */
function seconds(ms: number): string {
  return `${Math.ceil(ms) / 1000}s`;
}
