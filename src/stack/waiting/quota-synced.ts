import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import { waitUntil } from '../../system/wait-until.ts';
import type { Manifest } from '../manifests/manifest.ts';

/** A new or changed quota admits everything until its controller has taken it up: waits until status.hard is spec.hard. */
export async function quotaSynced(kube: KubeConfig, quota: Manifest, signal: AbortSignal): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const { name, namespace = '' } = quota.metadata;
  await waitUntil(
    async () => {
      const { spec, status } = await core.readNamespacedResourceQuota({ namespace, name });
      const synced = isDeepStrictEqual({ ...spec?.hard }, { ...status?.hard });
      return synced ? { ready: true } : { seen: `status.hard ${JSON.stringify(status?.hard ?? {})}` };
    },
    { what: `quota ${namespace}/${name} to be in force`, timeoutMs: 15_000, signal },
  );
}
