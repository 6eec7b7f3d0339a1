import { AppsV1Api, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

/**
 * Waits until every replica of a deployment is available and no pod of a former revision is left; a time-out says what its
 * pods are waiting for.
 */
export async function deploymentReady(
  kube: KubeConfig,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<void> {
  const apps = kube.makeApiClient(AppsV1Api);
  const { name, namespace = '' } = manifest.metadata;
  await waitUntil(
    async () => {
      const { spec, status, metadata } = await apps.readNamespacedDeployment({ namespace, name });
      const isCurrent = status?.observedGeneration === metadata?.generation;
      const wanted = spec?.replicas ?? 1;
      const available = status?.availableReplicas === wanted && status.updatedReplicas === wanted;
      const pods = await livePods(kube, namespace, spec?.selector.matchLabels ?? {});
      if (isCurrent && available && pods.length === wanted) return { ready: true };
      return { seen: pods.length === 0 ? 'no pod yet' : pods.map(describe).join('; ') };
    },
    { what: `deployment ${namespace}/${name}`, timeoutMs: 60_000, intervalMs: 100, signal },
  );
}

/** A pod that is ending is still among them. */
async function livePods(
  kube: KubeConfig,
  namespace: string,
  labels: Record<string, string>,
): Promise<V1Pod[]> {
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const { items } = await kube.makeApiClient(CoreV1Api).listNamespacedPod({ namespace, labelSelector });
  return items.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
}

function describe(pod: V1Pod): string {
  const waiting = (pod.status?.containerStatuses ?? [])
    .map(({ state }) => state?.waiting?.message ?? state?.waiting?.reason ?? state?.terminated?.reason)
    .find((reason) => reason !== undefined);
  const condition = pod.status?.conditions?.find(
    ({ status, message }) => status === 'False' && message,
  )?.message;
  const doing = pod.metadata?.deletionTimestamp === undefined ? 'starting' : 'ending';
  return `${pod.metadata?.name} ${pod.status?.phase}: ${waiting ?? condition ?? doing}`;
}
