import { CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { waitUntil } from '../system/wait-until.ts';

/** Deletes the pods of an app, and resolves when none of them is left and all of those in their place are ready. */
export async function replacePods(
  kube: KubeConfig,
  { namespace, app }: { namespace: string; app: string },
  signal: AbortSignal,
): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const selected = { namespace, labelSelector: `app=${app}` };
  const { items } = await core.listNamespacedPod(selected);
  const old = new Set(items.map(uidOf));
  await core.deleteCollectionNamespacedPod(selected);
  await waitUntil(
    async () => {
      const pods = (await core.listNamespacedPod(selected)).items;
      const replaced = pods.length >= old.size && pods.every((pod) => !old.has(uidOf(pod)) && isReady(pod));
      return replaced
        ? { ready: true }
        : { seen: pods.map((pod) => pod.metadata?.name).join(', ') || 'no pod' };
    },
    { what: `other pods in place of those of ${namespace}/${app}`, timeoutMs: 60_000, signal },
  );
}

const uidOf = ({ metadata }: V1Pod): string => metadata?.uid ?? '';

const isReady = ({ status }: V1Pod): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
