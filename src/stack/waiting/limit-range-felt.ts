import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

/** Admission sees a changed LimitRange a moment later: waits until a pod that states no limits would get the ones now in force. */
export async function limitRangeFelt(
  kube: KubeConfig,
  manifest: Manifest,
  signal: AbortSignal,
): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const namespace = manifest.metadata.namespace ?? '';
  const { limits } = (manifest as LimitRange).spec;
  const expected = limits.find(({ type }) => type === 'Container')?.default?.['memory'];
  await waitUntil(
    async () => {
      const pod = await core.createNamespacedPod({ namespace, dryRun: 'All', body: probePod });
      const memory = pod.spec?.containers[0]?.resources?.limits?.['memory'];
      return memory === expected
        ? { ready: true }
        : { seen: `a default memory limit of ${memory ?? 'none'}` };
    },
    { what: `the LimitRange of ${namespace} to be in force`, timeoutMs: 15_000, signal },
  );
}

type LimitRange = Manifest & { spec: { limits: { type: string; default?: Record<string, string> }[] } };

const probePod = {
  metadata: { name: 'limit-range-probe' },
  spec: { containers: [{ name: 'probe', image: 'docker.io/tenantproof/pause:1' }] },
};
