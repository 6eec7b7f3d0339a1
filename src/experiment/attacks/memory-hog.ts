import { CoreV1Api, type V1Pod } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import { apiFailure } from '../probes/api-failure.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';
import { deletePods } from './delete-pods.ts';
import { endOfHog, hogPod } from './hog-pod.ts';

const labels = { 'tenantproof/attack': 'memory-hog' };

/** Longest time that a hog may take from its creation to its end. */
const hogWithinMs = 20_000;

/** Creates, as the tenant, a pod that states no memory limit and touches memory until it is stopped or reaches a safe ceiling. */
export async function memoryHog(context: AttackContext, ceilingBytes: number): Promise<AttackDriver> {
  const { plan, stack } = context;
  const { namespace, name: tenant } = plan.aggressor;
  const core = stack.tenant(tenant).kube.makeApiClient(CoreV1Api);
  let strikes = 0;
  return {
    begin: async () => {},
    strike: async () => {
      const pod = hogPod({ namespace, name: `hog-${strikes++}`, labels, ceilingBytes });
      if (await createAsTenant(core, context, pod)) await recordEnd(context, pod);
    },
    finish: async () => {},
    [Symbol.asyncDispose]: () => deletePods(core, { namespace, labels }),
  };
}

async function createAsTenant(core: CoreV1Api, context: AttackContext, pod: V1Pod): Promise<boolean> {
  const { plan, recorder } = context;
  const startedAt = performance.now();
  const answer = await core.createNamespacedPod({ namespace: plan.aggressor.namespace, body: pod }).then(
    () => ({ httpStatus: 201, reason: '', message: '' }),
    (error: unknown) => apiFailure(error),
  );
  recorder.record({
    kind: 'api-call',
    as: plan.aggressor.name,
    verb: 'create',
    resource: 'pods',
    name: pod.metadata?.name ?? '',
    ...answer,
    durationMs: performance.now() - startedAt,
  });
  return answer.httpStatus === 201;
}

/** Waits until the kubelet reports how the hog ended; a hog that never ends is a fault. */
async function recordEnd({ plan, stack, recorder, signal }: AttackContext, pod: V1Pod): Promise<void> {
  const core = stack.kube.makeApiClient(CoreV1Api);
  const { namespace } = plan.aggressor;
  const name = pod.metadata?.name ?? '';
  try {
    const end = await waitUntil(
      async () => {
        const seen = await core.readNamespacedPodStatus({ namespace, name });
        const ended = endOfHog(seen);
        return ended ? { ready: ended } : { seen: seen.status?.phase ?? 'no phase' };
      },
      { what: `${name} to end`, timeoutMs: hogWithinMs, intervalMs: 100, signal },
    );
    recorder.record({ kind: 'container-ended', namespace, pod: name, ...end });
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `memory hog ${name}`, cause: (error as Error).message });
  }
}
