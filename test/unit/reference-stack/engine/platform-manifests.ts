import { readFile } from 'node:fs/promises';
import { parse, parseAllDocuments } from 'yaml';

interface Workload {
  kind: string;
  spec: { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } };
}

/** The engine's environment as `engine.yaml` has it. */
export async function engineEnv(): Promise<Record<string, string>> {
  const documents = parseAllDocuments(await readFile('k8s-fixtures/base/platform/engine.yaml', 'utf8'));
  const workload = documents.map((each) => each.toJS() as Workload).find(({ kind }) => kind === 'Deployment');
  const env = workload?.spec.template.spec.containers[0]?.env ?? [];
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

/** Bytes of each tenant's partition as `gateway-config.yaml` has them. */
export async function partitions(): Promise<Record<string, number>> {
  const manifest = parse(await readFile('k8s-fixtures/base/platform/gateway-config.yaml', 'utf8')) as {
    data: Record<string, string>;
  };
  const { tenants } = parse(manifest.data['gateway.yaml'] ?? '') as {
    tenants: { tenant_id: string; memory_limit_gb: number }[];
  };
  return Object.fromEntries(
    tenants.map(({ tenant_id, memory_limit_gb }) => [tenant_id, memory_limit_gb * 2 ** 30]),
  );
}
