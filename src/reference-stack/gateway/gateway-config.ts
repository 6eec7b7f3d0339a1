import { parse } from 'yaml';
import { z } from 'zod';
import { controlsSchema } from './controls.ts';

const name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'must be a name of letters, digits, - and .');

const requestRate = {
  rate_limit_rpm: z.number().positive(),
  burst_requests: z.int().min(1).describe('How many requests may arrive at once.'),
};

const tenant = z.strictObject({
  tenant_id: name,
  group: name.optional().describe('A group of `groups`, whose request rate binds too.'),
  model_name: name,
  models: z.array(name).optional().describe('Models that the tenant may call beside `model_name`.'),
  max_batch_size: z.int().min(1).describe('Most batch slots of one engine that the tenant may hold.'),
  memory_limit_gb: z.number().positive().describe("The tenant's partition of each GPU's memory, in GiB."),
  ...requestRate,
  rate_limit_tpm: z.number().positive().describe('Prompt + completion tokens per minute.'),
  max_concurrency: z.int().min(1).describe('Most requests queued and running at once.'),
  weight: z.number().positive().describe('Share of a contended engine, relative to other tenants.'),
});

const group = z.strictObject({ group_id: name, ...requestRate });

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

const gatewayConfig = z
  .strictObject({
    ...controlsSchema.shape,
    /** Most requests waiting for an engine, over all tenants; one more is refused with 503. */
    queue_bound: z.int().min(1).default(256),
    /** Most requests in flight to one engine: its number of batch slots. */
    engine_slots: z.int().min(1),
    max_body_bytes: z.int().min(1).default(1_048_576),
    /** Request rates that tenants share. */
    groups: z
      .array(group)
      .default([])
      .refine((all) => isUnique(all.map(({ group_id }) => group_id)), 'group_id must be unique'),
    tenants: z
      .array(tenant)
      .min(1)
      .refine((all) => isUnique(all.map(({ tenant_id }) => tenant_id)), 'tenant_id must be unique'),
  })
  .refine(
    ({ groups, tenants }) =>
      tenants.every(({ group: its }) => its === undefined || groups.some(({ group_id }) => group_id === its)),
    { path: ['tenants'], message: 'group must be one of groups' },
  );

export type GatewayConfig = z.infer<typeof gatewayConfig>;
export type TenantConfig = z.infer<typeof tenant>;

/** All models that a tenant may call, `model_name` first. */
export const modelsOf = ({ model_name, models = [] }: TenantConfig): string[] => [
  ...new Set([model_name, ...models]),
];

/** Most slots of one engine that a tenant may hold. */
export const batchCapOf = (
  { max_batch_size }: TenantConfig,
  { batch_cap, engine_slots }: Pick<GatewayConfig, 'batch_cap' | 'engine_slots'>,
): number => (batch_cap === 'none' ? engine_slots : max_batch_size);

/**
 * One text from the keys of a ConfigMap: `gateway.yaml`, and a line for each other key, which is a control.
 * A control that stands in both is refused as a key given twice.
 */
export function composeConfig({ 'gateway.yaml': text = '', ...controls }: Record<string, string>): string {
  const lines = Object.entries(controls).map(([key, value]) => `\n${key}: ${JSON.stringify(value)}`);
  return text + lines.join('');
}

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
