import { z } from 'zod';

/**
 * The gateway's controls: the first value of each is sound and the default, every other one is a weakness.
 * Each may stand in `gateway.yaml`, or as a key of its own beside it in the ConfigMap.
 */
export const controlsSchema = z.strictObject({
  /**
   * `fixed-window` counts requests per calendar minute, so that two bursts around its boundary are both let in.
   * `off` removes the request rate, the concurrency cap and the token budget of every tenant; nothing else.
   */
  limiter: z.enum(['gcra', 'fixed-window', 'off']).default('gcra'),
  /** `fifo` serves in order of arrival and ignores weights: a head that may not run holds up all behind it. */
  queue: z.enum(['fair', 'fifo']).default('fair'),
  /** `unbounded` queues everything, however long it will wait, and never answers 503 for it. */
  queue_length: z.enum(['bounded', 'unbounded']).default('bounded'),
  /** `none`: a tenant may hold every slot of an engine, whatever its `max_batch_size`. */
  batch_cap: z.enum(['per-tenant', 'none']).default('per-tenant'),
  /** `none`: a tenant may have any number of requests at the same time, whatever its `max_concurrency`. */
  concurrency_cap: z.enum(['per-tenant', 'none']).default('per-tenant'),
  /**
   * `after-response` reserves nothing: tokens count once they are used, and requests at the same time race past the budget.
   * `counted-only` counts them as late and refuses nobody for them.
   */
  token_accounting: z.enum(['at-admission', 'after-response', 'counted-only']).default('at-admission'),
  /** `as-reserved` never gives back what was reserved and not used: tenants are refused for tokens that nobody served. */
  settlement: z.enum(['to-usage', 'as-reserved']).default('to-usage'),
  /** `per-request` charges one token for a request, however many it has. */
  token_weighting: z.enum(['by-tokens', 'per-request']).default('by-tokens'),
  /** `ignored` never counts a streamed answer: neither among the tokens served nor in the token budget. */
  stream_accounting: z.enum(['counted', 'ignored']).default('counted'),
  /**
   * `after-body` reads and parses the whole body, and gives the request a place in the queue and a slot of an
   * engine, before it looks at any limit: refusing costs almost what serving does.
   */
  refusals: z.enum(['from-headers', 'after-body']).default('from-headers'),
  /** `refused-charged`: a request refused for concurrency still burns one of the request rate. */
  refund: z.enum(['refused-free', 'refused-charged']).default('refused-free'),
  /** `lost`: what a client that hung up was served is neither charged nor counted in `tenant_tokens_total`. */
  abort_metering: z.enum(['exact', 'lost']).default('exact'),
  /** `leak` never gives back the concurrency slot and the reserved tokens of a client that hangs up. */
  on_abort: z.enum(['release', 'leak']).default('release'),
  /** `header`: `X-Tenant-ID` names who is limited and charged, whoever owns the key. */
  identity: z.enum(['api-key', 'header']).default('api-key'),
  /** `tenant-only`: a tenant's own request rate hides the tighter one of its group. */
  limits_composition: z.enum(['tightest', 'tenant-only']).default('tightest'),
  /** `chat-only`: `/v1/completions` is served without any limit. */
  route_coverage: z.enum(['all', 'chat-only']).default('all'),
  /** `shared` answers a tenant with what another one's identical prompt brought; only for requests with `"cache": true`. */
  response_cache: z.enum(['per-tenant', 'shared']).default('per-tenant'),
  /** `raw` labels requests with whatever model name the client sent: a series for each. */
  metric_labels: z.enum(['allow-list', 'raw']).default('allow-list'),
});

export type Controls = z.infer<typeof controlsSchema>;
