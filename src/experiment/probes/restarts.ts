import { CoreV1Api } from '@kubernetes/client-node';
import { abortable } from '../../system/abortable.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';

/** Records, for every namespace that must not notice, how many pods it has and how often their containers restarted. */
export async function observeRestarts({ plan, stack, recorder, signal }: AttackContext): Promise<void> {
  const core = stack.kube.makeApiClient(CoreV1Api);
  for (const namespace of [plan.victim.namespace, ...stack.platformNamespaces]) {
    const { items } = await abortable(core.listNamespacedPod({ namespace }), signal);
    const restarts = items
      .flatMap((pod) => pod.status?.containerStatuses ?? [])
      .reduce((sum, container) => sum + container.restartCount, 0);
    recorder.record({ kind: 'restarts', namespace, pods: items.length, restarts });
  }
}
