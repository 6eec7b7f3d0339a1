import { ApiException, CoreV1Api, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import type { Cluster } from '../../../cluster/cluster.ts';
import { guestMarks } from '../../../cluster/guest-rules.ts';
import { accessTo } from '../../../stack/manifests/guest-manifests.ts';
import { letIn } from '../../../stack/waiting/let-in.ts';
import { abortable } from '../../../system/abortable.ts';
import { EnvironmentError } from '../../../model/errors.ts';
import { waitUntil } from '../../../system/wait-until.ts';
import { ownLabels } from './load-manifests.ts';

/** Not one of a tenant's or the platform's: no policy of theirs covers it. */
export const loadNamespace = 'tenantproof-load';

const deleteWithinMs = 10_000;

type Where = Pick<Cluster, 'kube' | 'guest'>;

/**
 * Makes the namespace of the loads, or takes up the one that a run before us left; disposing removes it with all that is
 * in it. If we die, what is in it ends by itself and only the empty namespace stays.
 * @throws EnvironmentError `namespace-taken` if there is one of that name that is not ours
 */
export async function openLoadNamespace(
  { kube, guest }: Where,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const core = kube.makeApiClient(CoreV1Api);
  const marks = guest ? guestMarks(guest) : { labels: ownLabels };
  await waitUntil(() => madeOrFound(core, marks), {
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
  if (guest) {
    const rbac = kube.makeApiClient(RbacAuthorizationV1Api);
    const body = accessTo(loadNamespace, guest);
    await rbac.createNamespacedRoleBinding({ namespace: loadNamespace, body });
    await letIn(kube, loadNamespace, signal);
  }
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

interface Marks {
  labels: Record<string, string>;
}

/** Ready with true if it is somebody else's. */
async function madeOrFound(core: CoreV1Api, marks: Marks): Promise<{ ready: boolean } | { seen: string }> {
  try {
    await core.createNamespace({ body: { metadata: { name: loadNamespace, ...marks } } });
    return { ready: false };
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
  const { metadata, status } = await core.readNamespace({ name: loadNamespace });
  const own = Object.entries(marks.labels).every(([key, value]) => metadata?.labels?.[key] === value);
  if (!own) return { ready: true };
  return status?.phase === 'Terminating' ? { seen: 'the one before is going' } : { ready: false };
}

/** What is gone already need not be removed. */
export function ignoreMissing(error: unknown): void {
  if (!(error instanceof ApiException) || error.code !== 404) throw error;
}
