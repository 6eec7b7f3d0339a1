import { randomBytes } from 'node:crypto';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import type { TenantPromise } from '../model/stack-facts.ts';
import type { TenantAccess } from './stack.ts';

/** Name of the service account that each tenant's namespace holds. */
const serviceAccount = 'tenant';

const tokenSeconds = 2 * 60 * 60;

/** A key that nobody has used before. */
export const newApiKey = (): string => `tp-${randomBytes(24).toString('base64url')}`;

/** Enters the cluster as the tenant: a short-lived token of its own service account (TokenRequest API). */
export async function enterAsTenant(
  admin: KubeConfig,
  { namespace }: TenantPromise,
  apiKey: string,
): Promise<TenantAccess> {
  const core = admin.makeApiClient(CoreV1Api);
  const { status } = await core.createNamespacedServiceAccountToken({
    namespace,
    name: serviceAccount,
    body: { spec: { audiences: [], expirationSeconds: tokenSeconds } },
  });
  const cluster = admin.getCurrentCluster();
  const kube = new KubeConfig();
  if (cluster) kube.loadFromClusterAndUser(cluster, { name: namespace, token: status?.token ?? '' });
  return { apiKey, kube };
}
