import { AppsV1Api, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

/** Waits until every replica of a deployment is available; a time-out says what its pods are waiting for. */
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
      if (isCurrent && status?.availableReplicas === wanted && status.updatedReplicas === wanted)
        return { ready: true };
      return { seen: await whatPodsWaitFor(kube, namespace, spec?.selector.matchLabels ?? {}) };
    },
    { what: `deployment ${namespace}/${name}`, timeoutMs: 60_000, intervalMs: 100, signal },
  );
}

async function whatPodsWaitFor(
  kube: KubeConfig,
  namespace: string,
  labels: Record<string, string>,
): Promise<string> {
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const { items } = await kube.makeApiClient(CoreV1Api).listNamespacedPod({ namespace, labelSelector });
  return items.length === 0 ? 'no pod yet' : items.map(describe).join('; ');
}

function describe(pod: V1Pod): string {
  const waiting = (pod.status?.containerStatuses ?? [])
    .map(({ state }) => state?.waiting?.message ?? state?.waiting?.reason ?? state?.terminated?.reason)
    .find((reason) => reason !== undefined);
  const condition = pod.status?.conditions?.find(
    ({ status, message }) => status === 'False' && message,
  )?.message;
  return `${pod.metadata?.name} ${pod.status?.phase}: ${waiting ?? condition ?? 'starting'}`;
}
