import type { Allowance, AnswerHeaders, Counter, Dialect } from './dialect.ts';
import { allowanceOf, counterOf, tightest, untilRestored } from './reading/counter.ts';
import { errorFields, readError } from './reading/error-fields.ts';
import { readCount } from './reading/header.ts';
import { readRetryAfter } from './reading/seconds.ts';
import { openaiCounter } from './openai.ts';

/**
 * LiteLLM's proxy.
 *
 *     x-litellm-call-id: …   x-litellm-version: 1.80.11   x-litellm-key-rpm-limit: 60   x-litellm-key-tpm-limit: None
 *     x-ratelimit-api_key-limit-requests: 60              x-ratelimit-api_key-remaining-requests: 59
 *     x-ratelimit-limit-requests: 30000                   llm_provider-x-ratelimit-limit-requests: 30000
 *     {"error":{"message":"…","type":"throttling_error","param":"None","code":"429"}}
 *
 * Its own limits (of a key, a user, a team, …) come before the provider's, which it passes on in OpenAI's names where
 * the key has none, and always behind `llm_provider-`. Its refusals have Retry-After, `rate_limit_type` and `reset_at`,
 * which says UTC and is in local time: it is not read. `code` repeats the HTTP status; `type` is the word for it.
 * Sources: https://docs.litellm.ai/docs/proxy/response_headers;
 * https://github.com/BerriAI/litellm/blob/main/litellm/proxy/hooks/parallel_request_limiter_v3.py;
 * `get_custom_headers` in https://github.com/BerriAI/litellm/blob/main/litellm/proxy/common_request_processing.py.
 */
export const litellm: Dialect = {
  id: 'litellm',
  recognise({ httpStatus, headers, body }) {
    const names = Object.keys(headers);
    if (names.some((name) => name.startsWith('x-litellm-'))) return 1;
    if (names.some((name) => name.startsWith('llm_provider-'))) return 0.9;
    if ('rate_limit_type' in headers && 'reset_at' in headers) return 0.8;
    if (httpStatus < 400) return 0;
    const { type, message } = errorFields(body);
    const own = type === 'throttling_error' || type === 'budget_exceeded' || message?.startsWith('litellm.');
    return own === true ? 0.8 : 0;
  },
  allowance: litellmAllowance,
  comeBackSeconds: (headers) => readRetryAfter(headers) ?? untilRestored(litellmAllowance(headers)),
  errorOf: readError,
};

function litellmAllowance(headers: AnswerHeaders): Allowance {
  return allowanceOf({ requests: counter(headers, 'requests'), tokens: counter(headers, 'tokens') });
}

const counter = (headers: AnswerHeaders, kind: 'requests' | 'tokens'): Counter | undefined =>
  ownCounter(headers, kind) ?? openaiCounter(headers, kind) ?? openaiCounter(headers, kind, 'llm_provider-');

/** `rpm` and `tpm` by name: of a minute, unless the proxy's `LITELLM_RATE_LIMIT_WINDOW_SIZE` says otherwise. */
const windowSeconds = 60;

function ownCounter(headers: AnswerHeaders, kind: 'requests' | 'tokens'): Counter | undefined {
  const whose = new RegExp(`^x-ratelimit-([a-z][a-z0-9_]{0,40})-(?:limit|remaining)-${kind}$`);
  const descriptors = new Set(Object.keys(headers).flatMap((name) => whose.exec(name)?.[1] ?? []));
  const counters = [...descriptors].map((descriptor) =>
    counterOf({
      limit: readCount(headers, `x-ratelimit-${descriptor}-limit-${kind}`),
      remaining: readCount(headers, `x-ratelimit-${descriptor}-remaining-${kind}`),
      windowSeconds,
    }),
  );
  const ofKey = readCount(headers, `x-litellm-key-${kind === 'requests' ? 'rpm' : 'tpm'}-limit`);
  return tightest(counters.filter((one) => one !== undefined)) ?? counterOf({ limit: ofKey, windowSeconds });
}
