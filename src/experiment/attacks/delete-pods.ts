import type { CoreV1Api } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';

/** Deletes the pods that carry the labels and waits until they are gone, even when the run is being interrupted. */
export async function deletePods(
  core: CoreV1Api,
  { namespace, labels }: { namespace: string; labels: Record<string, string> },
): Promise<void> {
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const list = async (): Promise<string[]> => {
    const { items } = await core.listNamespacedPod({ namespace, labelSelector });
    return items.map((pod) => pod.metadata?.name ?? '');
  };
  const names = await list();
  await Promise.all(
    names.map((name) => core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }).catch(() => {})),
  );
  await waitUntil(
    async () => {
      const left = await list();
      return left.length === 0 ? { ready: true } : { seen: `${left.length} left, e.g. ${left[0]}` };
    },
    {
      what: `the attack's pods in ${namespace} to go`,
      timeoutMs: 30_000,
      signal: AbortSignal.timeout(31_000),
    },
  );
}
