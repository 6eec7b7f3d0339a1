/**
 * Tokens per minute by reserve and settle: the worst case (prompt + max_tokens) is taken at admission,
 * and what was not used is given back at the end. So at every moment
 * used + reserved ≤ perMinute + perMinute/60·(seconds since the start): there is no overshoot.
 */
export interface TokenBudget {
  /** Takes `tokens`, or changes nothing and says no. */
  reserve(tokens: number, nowMs: number): boolean;
  /** Gives back tokens that were reserved and not used. */
  giveBack(tokens: number, nowMs: number): void;
  /** Takes tokens that were used without being reserved; what goes beyond the budget is forgotten, as by a counter per minute. */
  charge(tokens: number, nowMs: number): void;
  remaining(nowMs: number): number;
  /** Milliseconds until `tokens` could be reserved; Infinity if more than the budget of a minute. */
  waitMs(tokens: number, nowMs: number): number;
  /** Milliseconds until the budget is whole again. */
  resetMs(nowMs: number): number;
  reconfigure(perMinute: number, nowMs: number): void;
}

export function createTokenBudget(initialPerMinute: number): TokenBudget {
  let perMinute = initialPerMinute;
  let level = initialPerMinute;
  let levelAtMs = Number.NEGATIVE_INFINITY;

  const refill = (nowMs: number): void => {
    if (nowMs <= levelAtMs) return;
    if (Number.isFinite(levelAtMs)) {
      level = Math.min(perMinute, level + ((nowMs - levelAtMs) * perMinute) / 60_000);
    }
    levelAtMs = nowMs;
  };

  const waitMs = (tokens: number, nowMs: number): number => {
    if (tokens > perMinute) return Number.POSITIVE_INFINITY;
    refill(nowMs);
    return Math.max(0, ((tokens - level) * 60_000) / perMinute);
  };

  return {
    waitMs,
    reserve: (tokens, nowMs) => {
      if (waitMs(tokens, nowMs) > 0) return false;
      level -= tokens;
      return true;
    },
    giveBack: (tokens, nowMs) => {
      refill(nowMs);
      level = Math.min(perMinute, level + tokens);
    },
    charge: (tokens, nowMs) => {
      refill(nowMs);
      level = Math.max(0, level - tokens);
    },
    remaining: (nowMs) => {
      refill(nowMs);
      return Math.max(0, Math.floor(level));
    },
    resetMs: (nowMs) => waitMs(perMinute, nowMs),
    reconfigure: (nextPerMinute, nowMs) => {
      refill(nowMs);
      level = Math.min(nextPerMinute, level + (nextPerMinute - perMinute));
      perMinute = nextPerMinute;
    },
  };
}
