import { AuthorizationV1Api, type KubeConfig } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';

/** Waits until the API server lets us into a namespace that we bound ourselves to: RBAC acts a moment after it is stored. */
export async function letIn(kube: KubeConfig, namespace: string, signal: AbortSignal): Promise<void> {
  const authorization = kube.makeApiClient(AuthorizationV1Api);
  const body = { spec: { resourceAttributes: { namespace, verb: 'create', resource: 'secrets' } } };
  await waitUntil(
    async () => {
      const { status } = await authorization.createSelfSubjectAccessReview({ body });
      return status?.allowed === true ? { ready: true } : { seen: status?.reason || 'not allowed yet' };
    },
    { what: `being let into the namespace ${namespace}`, timeoutMs: 15_000, signal },
  );
}
