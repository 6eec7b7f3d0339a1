import { CoreV1Api } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';

const convergeWithinMs = 10_000;
const gpuKey = 'requests.nvidia.com/gpu';

interface QuotaReading {
  hard: Record<string, string>;
  used: Record<string, string>;
  liveGpuRequests: number;
}

/** Reads the aggressor's quota beside the pods that live until the two agree on GPUs, and records what was seen last. */
export async function observeQuota({ plan, stack, recorder, signal }: AttackContext): Promise<void> {
  const { namespace, quotaName: name } = plan.aggressor;
  const core = stack.kube.makeApiClient(CoreV1Api);
  let last: QuotaReading | undefined;
  const agreed = await waitUntil(
    async () => {
      last = await readQuota(core, namespace, name);
      if (!(gpuKey in last.hard)) return { ready: false };
      const counted = Number(last.used[gpuKey] ?? Number.NaN);
      return counted === last.liveGpuRequests
        ? { ready: true }
        : { seen: `used ${counted}, live ${last.liveGpuRequests}` };
    },
    { what: `${name} to count what lives`, timeoutMs: convergeWithinMs, signal },
  ).catch((error: Error) => {
    signal.throwIfAborted();
    return error;
  });
  if (last) recorder.record({ kind: 'quota', namespace, name, ...last, converged: agreed === true });
  else recorder.record({ kind: 'fault', what: `quota ${name}`, cause: String(agreed) });
}

async function readQuota(core: CoreV1Api, namespace: string, name: string): Promise<QuotaReading> {
  const [quota, pods] = await Promise.all([
    core.readNamespacedResourceQuota({ namespace, name }),
    core.listNamespacedPod({ namespace }),
  ]);
  const live = pods.items.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const gpus = live.flatMap((pod) => pod.spec?.containers ?? []).map(gpuRequest);
  return {
    hard: quota.status?.hard ?? {},
    used: quota.status?.used ?? {},
    liveGpuRequests: gpus.reduce((sum, count) => sum + count, 0),
  };
}

const gpuRequest = (container: { resources?: { requests?: Record<string, string> } }): number =>
  Number(container.resources?.requests?.['nvidia.com/gpu'] ?? 0);
