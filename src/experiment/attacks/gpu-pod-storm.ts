import { CoreV1Api, type V1Pod } from '@kubernetes/client-node';
import type { TenantPromise } from '../../model/stack-facts.ts';
import { nowMs } from '../../system/clock.ts';
import { abortable } from '../../system/abortable.ts';
import { apiFailure } from '../../cluster/api-failure.ts';
import { observeQuota } from '../probes/quota.ts';
import { deletePods } from './delete-pods.ts';
import type { AttackContext, AttackDriver } from './attack-driver.ts';

const labels = { 'tenantproof/attack': 'gpu-pod-storm' };

/** Creates many pods at the same moment as the tenant, each asking for one GPU, and then reads what the quota counted. */
export async function gpuPodStorm(context: AttackContext, podCount: number): Promise<AttackDriver> {
  const { plan, stack } = context;
  const { namespace, name: tenant } = plan.aggressor;
  const core = stack.tenant(tenant).kube.makeApiClient(CoreV1Api);
  return {
    begin: async () => {},
    strike: async () => {
      const creations = Promise.all(
        Array.from({ length: podCount }, (_, index) =>
          createPod(core, context, stormPod(plan.aggressor, index)),
        ),
      );
      await abortable(creations, context.signal);
      await observeQuota(context);
    },
    finish: async () => {},
    [Symbol.asyncDispose]: () => deletePods(core, { namespace, labels }),
  };
}

async function createPod(core: CoreV1Api, { plan, recorder }: AttackContext, pod: V1Pod): Promise<void> {
  const { namespace, name: tenant } = plan.aggressor;
  const startedMs = nowMs();
  const answer = await core.createNamespacedPod({ namespace, body: pod }).then(
    () => ({ httpStatus: 201, reason: '', message: '' }),
    (error: unknown) => apiFailure(error),
  );
  recorder.record({
    kind: 'api-call',
    as: tenant,
    verb: 'create',
    resource: 'pods',
    name: pod.metadata?.name ?? '',
    ...answer,
    durationMs: nowMs() - startedMs,
  });
}

function stormPod({ namespace }: TenantPromise, index: number): V1Pod {
  return {
    metadata: { name: `storm-${index}`, namespace, labels },
    spec: {
      activeDeadlineSeconds: 120,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'idle',
          image: 'docker.io/tenantproof/pause:1',
          imagePullPolicy: 'IfNotPresent',
          resources: { requests: { 'nvidia.com/gpu': '1' }, limits: { 'nvidia.com/gpu': '1' } },
        },
      ],
    },
  };
}
