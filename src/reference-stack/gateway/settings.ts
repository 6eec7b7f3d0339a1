import { z } from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Namespace of our ConfigMap, Secret and engines. */
  POD_NAMESPACE: z.string().default('inference-system'),
  CONFIG_MAP: z.string().default('gateway-config'),
  API_KEYS_SECRET: z.string().default('tenant-api-keys'),
  ENGINE_SERVICE: z.string().default('engine'),
  /** Instead of the watched ConfigMap: path of a `gateway.yaml`. */
  CONFIG_FILE: z.string().optional(),
  /** Instead of the watched Secret: path of a JSON object, tenant_id to key. */
  API_KEYS_FILE: z.string().optional(),
  /** Instead of the watched EndpointSlices: base addresses, separated by commas. */
  ENGINE_URLS: z.string().optional(),
});

export type GatewaySettings = z.infer<typeof schema>;

/** @throws ZodError naming the variable at fault. */
export function readSettings(env: NodeJS.ProcessEnv): GatewaySettings {
  return schema.parse(env);
}
