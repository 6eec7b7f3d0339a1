import { PrometheusDriver } from 'prometheus-query';

/** A Prometheus that is not ours, as it is asked. */
export interface AskedPrometheus {
  /** Base address, without a slash at its end. */
  url: string;
  /** Bearer token. Secret. */
  token?: string;
}

export interface AskTerms {
  /** How long all answers together may take. */
  withinMs: number;
  signal: AbortSignal;
}

/** More than the scrapes of a hundred engines in the longest arm. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Asks that one host and no other: redirects and proxies are not followed. What fails says why in words of ours, since
 * an answer may repeat the token.
 */
export function askPrometheus(
  { url, token }: AskedPrometheus,
  { withinMs, signal }: AskTerms,
): PrometheusDriver {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  return new PrometheusDriver({
    endpoint: url,
    timeout: withinMs,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    requestInterceptor: {
      onFulfilled: (request) => {
        // The client says what time it is here; what is now is for the clock of Prometheus to say.
        (request.params as URLSearchParams).delete('time');
        return Object.assign(request, {
          maxRedirects: 0,
          maxContentLength: mostBytes,
          proxy: false,
          signal: bounded,
        });
      },
    },
    responseInterceptor: {
      onFulfilled: (answer) => {
        if (!isOfPrometheus(answer.data)) throw new Error('it does not answer as Prometheus does');
        return answer;
      },
      onRejected: (failure: Failure) => Promise.reject(new Error(causeOf(failure, withinMs))),
    },
  });
}

interface Failure {
  code?: string;
  message?: string;
  response?: { status: number };
}

const isOfPrometheus = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'status' in data && data.status === 'success';

function causeOf({ code, message, response }: Failure, withinMs: number): string {
  if (!response) {
    return code === 'ECONNABORTED' || code === 'ERR_CANCELED'
      ? `no answer within ${withinMs / 1000} s`
      : message || (code ?? 'no answer');
  }
  const { status } = response;
  if (status >= 300 && status < 400)
    return `it answers with ${status}: it points elsewhere, and that is not followed`;
  return `it answers with ${status}`;
}
