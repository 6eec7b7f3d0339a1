import { CoreV1Api } from '@kubernetes/client-node';
import { abortable } from '../../system/abortable.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { restartsIn } from './restarts-in.ts';

/** Records, for every namespace that must not notice, how many pods it has and how often their containers restarted. */
export async function observeRestarts({ plan, stack, recorder, signal }: AttackContext): Promise<void> {
  const core = stack.kube.makeApiClient(CoreV1Api);
  for (const namespace of [plan.victim.namespace, ...stack.platformNamespaces]) {
    const { items } = await abortable(core.listNamespacedPod({ namespace }), signal);
    recorder.record({ kind: 'restarts', namespace, ...restartsIn(items) });
  }
}
