import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { quantity } from '../../model/quantity.ts';
import { shareTerms, type SharedResource } from '../../model/share.ts';
import type { TryPodStep } from '../../model/step.ts';
import { waitUntil } from '../../system/wait-until.ts';
import type { StepContext } from './step-context.ts';

/** What goes is counted a moment longer: a pod within the promise waits until something of that is left, or asks in vain. */
export async function usedOnceSomeIsLeft(
  { plan, stack, signal, settleSeconds }: StepContext,
  { id, as, resource, promised, beyond }: TryPodStep,
): Promise<number | undefined> {
  const least = Math.min(promised, shareTerms[resource].least);
  let used: number | undefined;
  await waitUntil(
    async () => {
      used = await usedOf(stack.kube, plan[as].namespace, resource);
      const left = promised - (used ?? 0);
      return beyond > 0 || left >= least ? { ready: true } : { seen: `${used} of ${promised} are in use` };
    },
    { what: `something to be left for ${id}`, timeoutMs: settleSeconds * 1000, intervalMs: 500, signal },
  ).catch(() => signal.throwIfAborted());
  return used;
}

/** What the quotas of a namespace count, the most if there are several; undefined if none counts it, or they may not be read. */
export async function usedOf(
  kube: KubeConfig,
  namespace: string,
  resource: SharedResource,
): Promise<number | undefined> {
  const { quotaKey } = shareTerms[resource];
  const { items } = await kube
    .makeApiClient(CoreV1Api)
    .listNamespacedResourceQuota({ namespace })
    .catch(() => ({ items: [] }));
  const counts = items.flatMap(({ status }) => status?.used?.[quotaKey] ?? []).map(quantity);
  return counts.length === 0 ? undefined : Math.max(...counts);
}
