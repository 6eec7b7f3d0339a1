/**
 * Headers by which one or the other dialect tells a refused client when to come back, in the spelling of Go's net/http,
 * as k6 has them.
 */
export const comeBackHeaders: readonly string[] = [
  'Retry-After',
  'Retry-After-Ms',
  'Ratelimit',
  'Ratelimit-Reset',
  'X-Ratelimit-Reset',
  'X-Ratelimit-Reset-Requests',
  'X-Ratelimit-Reset-Tokens',
];
