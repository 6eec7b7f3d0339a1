import type { ApiError } from '../openai/api-error.ts';

/** Why a request was refused, and after how many seconds it is worth trying again. */
export interface Refusal {
  error: ApiError;
  retryAfterSeconds: number;
}

/** 429, with the seconds after which it is worth trying again. */
export function limitReached(limit: string, waitMs: number): Refusal {
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

/** 400: no waiting helps. */
export function tooManyTokens(tokens: number, perMinute: number): Refusal {
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
