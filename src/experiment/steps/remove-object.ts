import { KubernetesObjectApi, type KubeConfig } from '@kubernetes/client-node';
import type { KubeManifest } from '../../model/step.ts';
import { abortable } from '../../system/abortable.ts';
import { waitUntil } from '../../system/wait-until.ts';
import { apiFailure } from '../../cluster/api-failure.ts';

/** A deadline of its own: also an interrupted run cleans up. */
const goneWithinMs = 20_000;

/** Deletes an object and whatever it owns, and waits until it is gone. */
export async function removeObject(kube: KubeConfig, object: KubeManifest): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(kube);
  const { apiVersion, kind, metadata } = object;
  const signal = AbortSignal.timeout(goneWithinMs + 1000);
  const deleting = api.delete(object, undefined, undefined, 0, undefined, 'Foreground');
  await abortable(
    deleting.catch(() => {}),
    signal,
  );
  await waitUntil(
    async () => {
      const status = await api
        .read({
          apiVersion,
          kind,
          metadata: { name: metadata.name, namespace: metadata.namespace ?? 'default' },
        })
        .then(
          () => 200,
          (error: unknown) => apiFailure(error).httpStatus,
        );
      return status === 404 ? { ready: true } : { seen: `it is still there (${status})` };
    },
    { what: `${kind} ${metadata.name} to go`, timeoutMs: goneWithinMs, signal },
  );
}
