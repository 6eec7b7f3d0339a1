import type { Allowance, AnswerHeaders, Dialect } from './dialect.ts';
import { untilRestored } from './reading/counter.ts';
import { readError } from './reading/error-fields.ts';
import { readHeader } from './reading/header.ts';
import { ietfAllowance, threeHeaders } from './reading/ietf-rate-limit.ts';
import { readRetryAfter } from './reading/seconds.ts';

/**
 * Envoy, and what is built of it: Envoy Gateway, Istio, Gloo, Contour.
 *
 *     server: envoy   x-envoy-ratelimited: true
 *     x-ratelimit-limit: 10, 10;w=60;name="per-ip"   x-ratelimit-remaining: 0   x-ratelimit-reset: 47
 *     local_rate_limited
 *
 * The global filter says the window, and answers with an empty body. The local one says `10` alone, which is how much
 * its bucket holds and not how fast it fills, and answers `local_rate_limited`. Both send the three headers only where
 * `enable_x_ratelimit_headers` is on. They count requests; a gateway that has them count tokens does not say so.
 * Sources: https://github.com/envoyproxy/envoy/blob/main/source/extensions/filters/http/local_ratelimit/local_ratelimit.cc
 * and …/ratelimit/ratelimit_headers.cc; `XRateLimitHeadersRFCVersion` in
 * https://github.com/envoyproxy/envoy/blob/main/api/envoy/extensions/common/ratelimit/v3/ratelimit.proto.
 */
export const envoy: Dialect = {
  id: 'envoy',
  recognise({ httpStatus, headers, body }) {
    if ('x-envoy-ratelimited' in headers || (httpStatus >= 400 && body.trim() === localRefusal)) return 1;
    const limited = threeHeaders(headers, 'x-') !== undefined;
    if (/;\s*w=\d/.test(readHeader(headers, 'x-ratelimit-limit') ?? '')) return 0.8;
    // Envoy may merely stand in the way of a gateway that has the limits; and many others have the three headers.
    if (isInTheWay(headers)) return limited ? 0.8 : 0.3;
    return limited ? 0.25 : 0;
  },
  allowance: envoyAllowance,
  comeBackSeconds: (headers) => readRetryAfter(headers) ?? untilRestored(envoyAllowance(headers)),
  errorOf(body) {
    const error = readError(body);
    return error.message === localRefusal ? { ...error, code: localRefusal } : error;
  },
};

const localRefusal = 'local_rate_limited';

const isInTheWay = (headers: AnswerHeaders): boolean =>
  /^(?:istio-)?envoy$/i.test(readHeader(headers, 'server') ?? '') ||
  Object.keys(headers).some((name) => name.startsWith('x-envoy-'));

function envoyAllowance(headers: AnswerHeaders): Allowance {
  const requests = threeHeaders(headers, 'x-');
  return { ...ietfAllowance(headers), ...(requests && { requests }) };
}
