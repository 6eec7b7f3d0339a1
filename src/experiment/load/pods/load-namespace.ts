import { ApiException, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { abortable } from '../../../system/abortable.ts';
import { EnvironmentError } from '../../../model/errors.ts';
import { waitUntil } from '../../../system/wait-until.ts';
import { ownLabels } from './load-manifests.ts';

/** Not one of a tenant's or the platform's: no policy of theirs covers it. */
export const loadNamespace = 'tenantproof-load';

const deleteWithinMs = 10_000;

/**
 * Makes the namespace of the loads, or takes up the one that a run before us left; disposing removes it with all that is
 * in it. If we die, what is in it ends by itself and only the empty namespace stays.
 * @throws EnvironmentError `namespace-taken` if there is one of that name that is not ours
 */
export async function openLoadNamespace(kube: KubeConfig, signal: AbortSignal): Promise<AsyncDisposable> {
  const core = kube.makeApiClient(CoreV1Api);
  await waitUntil(() => madeOrFound(core), {
    what: `the namespace ${loadNamespace}`,
    timeoutMs: 60_000,
    signal,
  }).then((taken) => {
    if (!taken) return;
    throw new EnvironmentError(`There is a namespace ${loadNamespace} that is not ours`, {
      code: 'namespace-taken',
      hint: 'Remove it, or use --load host.',
    });
  });
  // Pods are refused until it exists.
  await waitUntil(
    async () => ({
      ready: await core.readNamespacedServiceAccount({ namespace: loadNamespace, name: 'default' }),
    }),
    { what: `the default service account of ${loadNamespace}`, timeoutMs: 15_000, signal },
  );
  return {
    [Symbol.asyncDispose]: async () => {
      const deletion = core.deleteNamespace({ name: loadNamespace }).catch(ignoreMissing);
      await abortable(deletion, AbortSignal.timeout(deleteWithinMs));
    },
  };
}

/** Ready with true if it is somebody else's. */
async function madeOrFound(core: CoreV1Api): Promise<{ ready: boolean } | { seen: string }> {
  try {
    await core.createNamespace({ body: { metadata: { name: loadNamespace, labels: ownLabels } } });
    return { ready: false };
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
  const { metadata, status } = await core.readNamespace({ name: loadNamespace });
  const own = Object.entries(ownLabels).every(([key, value]) => metadata?.labels?.[key] === value);
  if (!own) return { ready: true };
  return status?.phase === 'Terminating' ? { seen: 'the one before is going' } : { ready: false };
}

/** What is gone already need not be removed. */
export function ignoreMissing(error: unknown): void {
  if (!(error instanceof ApiException) || error.code !== 404) throw error;
}
