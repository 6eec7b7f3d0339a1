import { CoreV1Api, type V1Pod } from '@kubernetes/client-node';
import type { AttackPlan, DesignPlan } from '../../model/plan.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { apiFailure } from '../../cluster/api-failure.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';
import { deletePods } from './delete-pods.ts';
import { endOfHog, hogPod, type HogEnd } from './hog-pod.ts';

const labels = { 'tenantproof/attack': 'memory-hog' };

/** Longest time that a hog may take from its creation to its end. */
const hogWithinMs = 20_000;

type HogPlan = Extract<AttackPlan, { kind: 'memory-hog' }>;

/**
 * Creates, as the tenant, a pod that states no memory limit and touches memory until it is stopped or reaches a safe ceiling.
 * With a sham, a pod that is well within its limit does the same in windows at rest: what any pod costs the node when it
 * starts and ends is then in both phases, and the hog's greed is the difference.
 */
export async function memoryHog(
  context: AttackContext,
  { ceilingBytes, shamBytes }: HogPlan,
): Promise<AttackDriver> {
  const { plan, stack } = context;
  const { namespace, name: tenant } = plan.aggressor;
  const core = stack.tenant(tenant).kube.makeApiClient(CoreV1Api);
  const sham = hasSham(context.plan.design);
  let strikes = 0;
  const playCalm = async (name: string): Promise<HogEnd | undefined> => {
    const pod = hogPod({ namespace, name, labels, ceilingBytes: shamBytes });
    await core.createNamespacedPod({ namespace, body: pod });
    return endOf(context, name);
  };
  const rest = async (window: number): Promise<void> => {
    const end = await playCalm(`calm-${window}`);
    if (!end) return;
    const { reason, exitCode } = end;
    context.recorder.record({ kind: 'sham-container-ended', window, reason, exitCode });
  };
  return {
    // The first pod of all costs the node more than any other: its image is read from the disk.
    begin: async () => void (sham && (await playCalm('calm-first'))),
    ...(sham ? { rest } : {}),
    strike: async () => {
      const pod = hogPod({ namespace, name: `hog-${strikes++}`, labels, ceilingBytes });
      if (!(await createAsTenant(core, context, pod))) return;
      const name = pod.metadata?.name ?? '';
      const end = await endOf(context, name);
      if (end) context.recorder.record({ kind: 'container-ended', namespace, pod: name, ...end });
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

const hasSham = (design: DesignPlan): boolean => design.kind === 'paired-windows' && design.sham;

/** Waits until the kubelet reports how the pod ended; one that never ends is a fault. */
async function endOf(
  { plan, stack, recorder, signal }: AttackContext,
  name: string,
): Promise<HogEnd | undefined> {
  const core = stack.kube.makeApiClient(CoreV1Api);
  const { namespace } = plan.aggressor;
  try {
    return await waitUntil(
      async () => {
        const seen = await core.readNamespacedPod({ namespace, name });
        const ended = endOfHog(seen);
        return ended ? { ready: ended } : { seen: seen.status?.phase ?? 'no phase' };
      },
      { what: `${name} to end`, timeoutMs: hogWithinMs, intervalMs: 100, signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    recorder.record({ kind: 'fault', what: `memory hog ${name}`, cause: (error as Error).message });
    return undefined;
  }
}
