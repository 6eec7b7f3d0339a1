import type { ApiError } from '../openai/api-error.ts';
import type { Controls } from './controls.ts';
import type { TenantConfig } from './gateway-config.ts';
import type { RequestRate } from './request-rate.ts';
import { createTokenBudget } from './token-budget.ts';

/** Why a request was refused, and after how many seconds it is worth trying again. */
export interface Refusal {
  error: ApiError;
  retryAfterSeconds: number;
}

/** What the limits of a tenant go by. */
export interface LimitTerms {
  config: TenantConfig;
  controls: Controls;
  rate: RequestRate;
}

/** How an admitted request ended. */
export interface Settlement {
  reservedTokens: number;
  usedTokens: number;
  /** The client did not wait for the end. */
  hungUp: boolean;
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
  release: (end: Pick<Settlement, 'hungUp'>) => void;
  commit(tokens: number, nowMs: number): Refusal | undefined;
  /** Charges a request that turned out to be invalid: it costs a request and no tokens. */
  commitInvalid(nowMs: number): Refusal | undefined;
  settle(settlement: Settlement, nowMs: number): void;
  /** `x-ratelimit-*`, as OpenAI's API names them. */
  headers(nowMs: number): Record<string, string>;
  /** What was used stays used, and so does what leaked for as long as aborts leak. */
  reconfigure: (terms: LimitTerms, nowMs: number) => void;
}

export function createTenantLimits(initial: LimitTerms): TenantLimits {
  let { config, controls, rate } = initial;
  const budget = createTokenBudget(config.rate_limit_tpm);
  let held = 0;
  let leaked = 0;

  const leaks = (hungUp: boolean): boolean => hungUp && controls.on_abort === 'leak';
  const reserves = (): boolean => controls.token_accounting === 'at-admission';
  const checkRate = (nowMs: number): Refusal | undefined => {
    const waitMs = rate.waitMs(nowMs);
    return waitMs > 0 ? refuse(`${rate.perMinute} requests per minute`, waitMs) : undefined;
  };
  const checkTokens = (tokens: number, nowMs: number): Refusal | undefined => {
    const waitMs = budget.waitMs(reserves() ? tokens : Math.min(1, tokens), nowMs);
    if (waitMs === Number.POSITIVE_INFINITY) return tooManyTokens(tokens, config.rate_limit_tpm);
    return waitMs > 0 ? refuse(`${config.rate_limit_tpm} tokens per minute`, waitMs) : undefined;
  };
  const takeRate = (nowMs: number): Refusal | undefined => {
    const refusal = checkRate(nowMs);
    if (!refusal) rate.take(nowMs);
    return refusal;
  };

  return {
    get inFlight() {
      return held + leaked;
    },
    check: (nowMs) => {
      if (held + leaked < config.max_concurrency) return checkRate(nowMs);
      if (controls.refund === 'refused-charged') rate.take(nowMs);
      return refuse(`${config.max_concurrency} requests at the same time`, 0);
    },
    hold: () => void (held += 1),
    release: ({ hungUp }) => {
      held -= 1;
      if (leaks(hungUp)) leaked += 1;
    },
    commit: (tokens, nowMs) => {
      const refusal = checkRate(nowMs) ?? checkTokens(tokens, nowMs) ?? takeRate(nowMs);
      if (!refusal && reserves()) budget.reserve(tokens, nowMs);
      return refusal;
    },
    commitInvalid: takeRate,
    settle: ({ reservedTokens, usedTokens, hungUp }, nowMs) => {
      if (!reserves()) budget.charge(usedTokens, nowMs);
      else if (!leaks(hungUp)) budget.giveBack(Math.max(0, reservedTokens - usedTokens), nowMs);
    },
    headers: (nowMs) => ({
      'x-ratelimit-limit-requests': String(rate.perMinute),
      'x-ratelimit-remaining-requests': String(rate.remaining(nowMs)),
      'x-ratelimit-reset-requests': seconds(rate.resetMs(nowMs)),
      'x-ratelimit-limit-tokens': String(config.rate_limit_tpm),
      'x-ratelimit-remaining-tokens': String(budget.remaining(nowMs)),
      'x-ratelimit-reset-tokens': seconds(budget.resetMs(nowMs)),
    }),
    reconfigure: (next, nowMs) => {
      ({ config, controls, rate } = next);
      if (controls.on_abort === 'release') leaked = 0;
      budget.reconfigure(config.rate_limit_tpm, nowMs);
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
