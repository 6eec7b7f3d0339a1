import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { quantity } from '../../model/quantity.ts';
import { shareTerms, type SharedResource } from '../../model/share.ts';
import type { TryPodStep } from '../../model/step.ts';
import { waitUntil } from '../../system/wait-until.ts';
import type { StepContext } from './step-context.ts';

/** What goes is counted a moment longer: a pod within the promise waits until something of that is left, or asks in vain. */
export async function usedOnceSomeIsLeft(
  { stack, signal, settleSeconds }: StepContext,
  { id, tenant, resource, promised, beyond }: TryPodStep,
): Promise<number | undefined> {
  const least = Math.min(promised, shareTerms[resource].least);
  let used: number | undefined;
  await waitUntil(
    async () => {
      ({ used } = await countedIn(stack.kube, tenant.namespace, resource));
      const left = promised - (used ?? 0);
      return beyond > 0 || left >= least ? { ready: true } : { seen: `${used} of ${promised} are in use` };
    },
    { what: `something to be left for ${id}`, timeoutMs: settleSeconds * 1000, intervalMs: 500, signal },
  ).catch(() => signal.throwIfAborted());
  return used;
}

/** What quotas of a namespace say; nothing if they may not be read. */
export interface Counted {
  /** What they count, the most if there are several; absent if none counts it. */
  used?: number;
  /** Names of those that count only some of the pods: they have scopes. */
  scoped: readonly string[];
}

export async function countedIn(
  kube: KubeConfig,
  namespace: string,
  resource: SharedResource,
): Promise<Counted> {
  const { quotaKey } = shareTerms[resource];
  const { items } = await kube
    .makeApiClient(CoreV1Api)
    .listNamespacedResourceQuota({ namespace })
    .catch(() => ({ items: [] }));
  const counts = items.flatMap(({ status }) => status?.used?.[quotaKey] ?? []).map(quantity);
  const scoped = items
    .filter(({ spec }) => spec?.scopeSelector !== undefined || (spec?.scopes ?? []).length > 0)
    .flatMap(({ metadata }) => metadata?.name ?? []);
  return { ...(counts.length === 0 ? {} : { used: Math.max(...counts) }), scoped };
}
