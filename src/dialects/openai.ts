import type { Allowance, AnswerHeaders, Counter, Dialect } from './dialect.ts';
import { allowanceOf, counterOf, untilRestored } from './reading/counter.ts';
import { errorFields, readError } from './reading/error-fields.ts';
import { readCount, readHeader } from './reading/header.ts';
import { plainSeconds, readReset, readRetryAfter } from './reading/seconds.ts';

/**
 * OpenAI's own API, and what copies it: vLLM, Azure, Groq, our reference gateway.
 *
 *     x-ratelimit-limit-requests: 60           x-ratelimit-limit-tokens: 150000
 *     x-ratelimit-remaining-requests: 59       x-ratelimit-remaining-tokens: 149984
 *     x-ratelimit-reset-requests: 1s           x-ratelimit-reset-tokens: 6m0s
 *     {"error":{"message":"Rate limit reached for …","type":"tokens","param":null,"code":"rate_limit_exceeded"}}
 *
 * The window is not told: a minute for most, a day for requests of some accounts. A reset is when the limit is *whole*
 * again, so that it is more than a refused client has to wait; it counts only where Retry-After is missing.
 * Sources: https://platform.openai.com/docs/guides/rate-limits (rate limits in headers); `retry-after-ms` as OpenAI's
 * clients read it, https://github.com/openai/openai-node/blob/master/src/client.ts; seconds without a unit, and -1 for
 * what is unknown, as Azure sends them, https://github.com/openai/openai-dotnet/issues/838.
 */
export const openai: Dialect = {
  id: 'openai',
  recognise({ httpStatus, headers, body }) {
    if ('openai-processing-ms' in headers || 'openai-organization' in headers) return 0.9;
    if (openaiCounter(headers, 'requests') ?? openaiCounter(headers, 'tokens')) return 0.7;
    if (httpStatus < 400) return 0;
    const { type, message } = errorFields(body);
    return type !== undefined && message !== undefined ? 0.4 : 0;
  },
  allowance: openaiAllowance,
  comeBackSeconds: (headers) =>
    retryAfterMs(headers) ?? readRetryAfter(headers) ?? untilRestored(openaiAllowance(headers)),
  errorOf: readError,
};

function openaiAllowance(headers: AnswerHeaders): Allowance {
  return allowanceOf({
    requests: openaiCounter(headers, 'requests'),
    tokens: openaiCounter(headers, 'tokens'),
  });
}

/** The three headers of one kind of limit; with a prefix, as LiteLLM passes those of a provider on. */
export function openaiCounter(
  headers: AnswerHeaders,
  kind: 'requests' | 'tokens',
  prefix = '',
): Counter | undefined {
  return counterOf({
    limit: readCount(headers, `${prefix}x-ratelimit-limit-${kind}`),
    remaining: readCount(headers, `${prefix}x-ratelimit-remaining-${kind}`),
    resetSeconds: readReset(headers, `${prefix}x-ratelimit-reset-${kind}`),
  });
}

function retryAfterMs(headers: AnswerHeaders): number | undefined {
  const ms = plainSeconds(readHeader(headers, 'retry-after-ms'));
  return ms === undefined ? undefined : ms / 1000;
}
