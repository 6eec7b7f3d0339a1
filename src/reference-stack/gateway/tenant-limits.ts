import type { Controls } from './controls.ts';
import type { TenantConfig } from './gateway-config.ts';
import { limitReached, type Refusal, tooManyTokens } from './limit-refusals.ts';
import { createPlaces } from './places.ts';
import type { RequestRate } from './request-rate.ts';
import { createTokenBudget, type TokenBudget } from './token-budget.ts';

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
  const places = createPlaces();

  const leaks = (hungUp: boolean): boolean => hungUp && controls.on_abort === 'leak';
  const keeps = (hungUp: boolean): boolean => leaks(hungUp) || controls.settlement === 'as-reserved';
  const reserves = (): boolean => controls.token_accounting === 'at-admission';
  const checkRate = (nowMs: number): Refusal | undefined => {
    const waitMs = rate.waitMs(nowMs);
    return waitMs > 0 ? limitReached(`${rate.perMinute} requests per minute`, waitMs) : undefined;
  };
  const isCrowded = (): boolean =>
    controls.concurrency_cap === 'per-tenant' && places.taken >= config.max_concurrency;
  const checkTokens = (tokens: number, nowMs: number): Refusal | undefined => {
    if (controls.token_accounting === 'counted-only') return undefined;
    const waitMs = budget.waitMs(reserves() ? tokens : Math.min(1, tokens), nowMs);
    if (waitMs === Number.POSITIVE_INFINITY) return tooManyTokens(tokens, config.rate_limit_tpm);
    return waitMs > 0 ? limitReached(`${config.rate_limit_tpm} tokens per minute`, waitMs) : undefined;
  };
  const takeRate = (nowMs: number): Refusal | undefined => {
    const refusal = checkRate(nowMs);
    if (!refusal) rate.take(nowMs);
    return refusal;
  };

  return {
    get inFlight() {
      return places.taken;
    },
    check: (nowMs) => {
      if (!isCrowded()) return checkRate(nowMs);
      if (controls.refund === 'refused-charged') rate.take(nowMs);
      return limitReached(`${config.max_concurrency} requests at the same time`, 0);
    },
    hold: places.take,
    release: ({ hungUp }) => (leaks(hungUp) ? places.leak() : places.giveBack()),
    commit: (tokens, nowMs) => {
      const refusal = checkRate(nowMs) ?? checkTokens(tokens, nowMs) ?? takeRate(nowMs);
      if (!refusal && reserves()) budget.reserve(tokens, nowMs);
      return refusal;
    },
    commitInvalid: takeRate,
    settle: ({ reservedTokens, usedTokens, hungUp }, nowMs) => {
      if (!reserves()) budget.charge(usedTokens, nowMs);
      else if (!keeps(hungUp)) budget.giveBack(Math.max(0, reservedTokens - usedTokens), nowMs);
    },
    headers: (nowMs) => rateLimitHeaders({ config, rate, budget }, nowMs),
    reconfigure: (next, nowMs) => {
      ({ config, controls, rate } = next);
      if (controls.on_abort === 'release') places.findLeaked();
      budget.reconfigure(config.rate_limit_tpm, nowMs);
    },
  };
}

function rateLimitHeaders(
  { config, rate, budget }: Pick<LimitTerms, 'config' | 'rate'> & { budget: TokenBudget },
  nowMs: number,
): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(rate.perMinute),
    'x-ratelimit-remaining-requests': String(rate.remaining(nowMs)),
    'x-ratelimit-reset-requests': seconds(rate.resetMs(nowMs)),
    'x-ratelimit-limit-tokens': String(config.rate_limit_tpm),
    'x-ratelimit-remaining-tokens': String(budget.remaining(nowMs)),
    'x-ratelimit-reset-tokens': seconds(budget.resetMs(nowMs)),
  };
}

/** A duration as OpenAI's headers write it, e.g. `1.25s`. */
function seconds(ms: number): string {
  return `${Math.ceil(ms) / 1000}s`;
}
