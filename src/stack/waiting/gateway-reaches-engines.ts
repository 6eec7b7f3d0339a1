import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

/** What the gateway's `/readyz` tells of the engines that it uses. */
interface Readiness {
  engineUrls: string[];
}

/** The gateway learns of new engines, and of the end of old ones, a moment later: waits until it uses those that live, and no other. */
export async function gatewayReachesEngines(
  gateway: URL,
  { kube, engine, signal }: { kube: KubeConfig; engine: Manifest; signal: AbortSignal },
): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const { name, namespace = '' } = engine.metadata;
  await waitUntil(
    async (probeSignal) => {
      const [answer, { items }] = await Promise.all([
        fetch(new URL('/readyz', gateway), { signal: probeSignal }),
        core.listNamespacedPod({ namespace, labelSelector: `app=${name}` }),
      ]);
      const { engineUrls } = (await answer.json()) as Readiness;
      const used = listed(engineUrls.map((url) => new URL(url).hostname));
      const running = items.filter(({ status }) => status?.phase === 'Running');
      const live = listed(running.map(({ status }) => status?.podIP ?? 'no address'));
      return used === live ? { ready: true } : { seen: `it uses ${used}, alive are ${live}` };
    },
    { what: 'the gateway to use the engines that live', timeoutMs: 15_000, signal },
  );
}

const listed = (addresses: readonly string[]): string => addresses.toSorted().join(', ') || 'none';
