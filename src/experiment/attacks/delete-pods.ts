import type { CoreV1Api } from '@kubernetes/client-node';
import { abortable } from '../../system/abortable.ts';
import { waitUntil } from '../../system/wait-until.ts';

/** A deadline of its own: also an interrupted run cleans up. */
const goneWithinMs = 15_000;

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
  const signal = AbortSignal.timeout(goneWithinMs + 1000);
  const names = await abortable(list(), signal);
  const deleting = names.map((name) => core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }));
  await abortable(Promise.allSettled(deleting), signal);
  await waitUntil(
    async () => {
      const left = await list();
      return left.length === 0 ? { ready: true } : { seen: `${left.length} left, e.g. ${left[0]}` };
    },
    {
      what: `the attack's pods in ${namespace} to go`,
      timeoutMs: goneWithinMs,
      signal,
    },
  );
}
