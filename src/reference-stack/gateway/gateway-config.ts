import { parse } from 'yaml';
import { z } from 'zod';

const name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'must be a name of letters, digits, - and .');

const tenant = z.strictObject({
  tenant_id: name,
  model_name: name,
  models: z.array(name).optional().describe('Models that the tenant may call beside `model_name`.'),
  max_batch_size: z.int().min(1).describe('Most batch slots of one engine that the tenant may hold.'),
  memory_limit_gb: z.number().positive().describe("The tenant's partition of each GPU's memory, in GiB."),
  rate_limit_rpm: z.number().positive(),
  burst_requests: z.int().min(1).describe('How many requests may arrive at once.'),
  rate_limit_tpm: z.number().positive().describe('Prompt + completion tokens per minute.'),
  max_concurrency: z.int().min(1).describe('Most requests queued and running at once.'),
  weight: z.number().positive().describe('Share of a contended engine, relative to other tenants.'),
});

const gatewayConfig = z.strictObject({
  /** `off` removes the request rate, the concurrency cap and the token budget of every tenant; nothing else. */
  limiter: z.enum(['gcra', 'off']),
  /** `fifo` serves in order of arrival and ignores weights; batch caps are then left to the engine alone. */
  queue: z.enum(['fair', 'fifo']),
  /** `after-response` reserves nothing: tokens count once they are used, and requests at the same time race past the budget. */
  token_accounting: z.enum(['at-admission', 'after-response']).default('at-admission'),
  /** Most requests waiting for an engine, over all tenants; one more is refused with 503. */
  queue_bound: z.int().min(1).default(256),
  /** Most requests in flight to one engine: its number of batch slots. */
  engine_slots: z.int().min(1),
  max_body_bytes: z.int().min(1).default(1_048_576),
  tenants: z
    .array(tenant)
    .min(1)
    .refine((all) => new Set(all.map(({ tenant_id }) => tenant_id)).size === all.length, {
      message: 'tenant_id must be unique',
    }),
});

export type GatewayConfig = z.infer<typeof gatewayConfig>;
export type TenantConfig = z.infer<typeof tenant>;
export type TokenAccounting = GatewayConfig['token_accounting'];

/** All models that a tenant may call, `model_name` first. */
export const modelsOf = ({ model_name, models = [] }: TenantConfig): string[] => [
  ...new Set([model_name, ...models]),
];

/** Parses `gateway.yaml`; the error names the first offending field. */
export function parseGatewayConfig(text: string): { config: GatewayConfig } | { error: string } {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  const result = gatewayConfig.safeParse(raw);
  if (result.success) return { config: result.data };
  const issue = result.error.issues[0];
  return { error: `${issue?.path.join('.') || 'gateway.yaml'}: ${issue?.message ?? 'invalid'}` };
}
