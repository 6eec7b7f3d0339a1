import type { Dialect } from './dialect.ts';
import { untilRestored } from './reading/counter.ts';
import { readError } from './reading/error-fields.ts';
import { ietfAllowance } from './reading/ietf-rate-limit.ts';
import { readRetryAfter } from './reading/seconds.ts';

/**
 * What any HTTP server may say: Retry-After (RFC 9110, 10.2.3) and the RateLimit headers of the IETF's drafts
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/). What is left where no other dialect fits.
 */
export const plain: Dialect = {
  id: 'plain',
  recognise: ({ headers }) =>
    readRetryAfter(headers) !== undefined || ietfAllowance(headers).requests !== undefined ? 0.2 : 0,
  allowance: ietfAllowance,
  comeBackSeconds: (headers) => readRetryAfter(headers) ?? untilRestored(ietfAllowance(headers)),
  errorOf: readError,
};
