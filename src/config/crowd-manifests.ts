import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { CrowdSize } from '../model/crowd.ts';
import { crowdTenants, type TenantEntry } from './crowd-tenants.ts';
import type { Manifest } from './manifest.ts';

/**
 * The same platform with a crowd for tenants: namespaces, entries of `gateway.yaml` and a model that fits each partition of
 * the GPU. The second tenant that the manifests have lends its namespace and all that lies in it to every one of the crowd,
 * so that a control which a patch removed there is removed everywhere. Works on rendered manifests and on plain ones.
 * @throws Error if the manifests have no gateway configuration with two tenants, or no engine
 */
export function crowdManifests<M extends Manifest>(manifests: readonly M[], size: CrowdSize): M[] {
  const config = gatewayConfig.parse(parse(gatewayText(manifests)));
  const [, pattern] = config.tenants;
  if (!pattern) throw new Error('gateway.yaml has no second tenant to make a crowd of');
  const { tenants, modelBytes } = crowdTenants(config.tenants, { size, engine: engineEnv(manifests) });
  const known = new Set(config.tenants.map(({ tenant_id }) => tenant_id));
  const isOf = (manifest: M, tenant: string): boolean => namespaceOf(manifest) === tenant;
  return [
    ...manifests
      .filter((manifest) => !known.has(namespaceOf(manifest) ?? ''))
      .map((manifest) => {
        if (isGatewayConfig(manifest)) {
          const text = stringify({ ...config, tenants });
          return { ...manifest, data: { ...manifest.data, 'gateway.yaml': text } };
        }
        return isEngine(manifest) ? withEnv(manifest, 'MODEL_BYTES', String(modelBytes)) : manifest;
      }),
    ...tenants.flatMap(({ tenant_id }) =>
      manifests
        .filter((manifest) => isOf(manifest, pattern.tenant_id))
        .map((manifest) => renamed(manifest, pattern.tenant_id, tenant_id)),
    ),
  ];
}

const gatewayConfig = z.looseObject({
  tenants: z.array(
    z.looseObject({
      tenant_id: z.string(),
      memory_limit_gb: z.number(),
      rate_limit_rpm: z.number(),
      burst_requests: z.number(),
      max_concurrency: z.number(),
      rate_limit_tpm: z.number(),
    }) satisfies z.ZodType<TenantEntry>,
  ),
});

/** The namespace that a manifest lies in, or is. */
const namespaceOf = ({ kind, metadata }: Manifest): string | undefined =>
  kind === 'Namespace' ? metadata.name : metadata.namespace;

const isGatewayConfig = ({ kind, metadata }: Manifest): boolean =>
  kind === 'ConfigMap' && metadata.name === 'gateway-config';

const isEngine = ({ kind, metadata }: Manifest): boolean =>
  kind === 'Deployment' && metadata.name === 'engine';

const gatewayText = (manifests: readonly Manifest[]): string =>
  manifests.find(isGatewayConfig)?.data?.['gateway.yaml'] ?? '';

const deployment = z.looseObject({
  template: z.looseObject({
    spec: z.looseObject({
      containers: z.array(z.looseObject({ env: z.array(z.looseObject({ name: z.string() })) })),
    }),
  }),
});

/** Variables of the engine as numbers. @throws Error if the one that is asked for is none */
function engineEnv(manifests: readonly Manifest[]): (name: string) => number {
  const spec = manifests.find(isEngine)?.spec;
  const env = spec === undefined ? [] : (deployment.parse(spec).template.spec.containers[0]?.env ?? []);
  return (name) => {
    const value = Number(env.find((entry) => entry.name === name)?.['value']);
    if (value > 0) return value;
    throw new Error(`the engine's ${name} is missing`);
  };
}

function withEnv<M extends Manifest>(manifest: M, name: string, value: string): M {
  const spec = deployment.parse(manifest.spec);
  const containers = spec.template.spec.containers.map((container) => ({
    ...container,
    env: container.env.map((entry) => (entry.name === name ? { ...entry, value } : entry)),
  }));
  const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
  return { ...manifest, spec: { ...spec, template } };
}

/** A copy in which every string that is one name is the other. */
function renamed<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (part === from ? to : part)) as T;
}
