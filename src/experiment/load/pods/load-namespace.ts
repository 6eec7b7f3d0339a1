import { ApiException, CoreV1Api, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import type { Cluster } from '../../../cluster/cluster.ts';
import { guestMarks } from '../../../cluster/guest-rules.ts';
import { runLabel } from '../../../journal/undo/remove-kubernetes-run.ts';
import { accessTo } from '../../../stack/manifests/guest-manifests.ts';
import { letIn } from '../../../stack/waiting/let-in.ts';
import { abortable } from '../../../system/abortable.ts';
import { EnvironmentError } from '../../../model/errors.ts';
import { waitUntil } from '../../../system/wait-until.ts';
import { ownLabels } from './load-manifests.ts';

/** Not one of a tenant's or the platform's: no policy of theirs covers it. */
export const loadNamespace = 'tenantproof-load';

const deleteWithinMs = 10_000;

/** Where the namespace is made, and the run whose label it gets. */
export interface LoadNamespaceOptions {
  cluster: Pick<Cluster, 'kube' | 'guest'>;
  runId: string;
}

/**
 * Makes the namespace of the loads; disposing removes it with all that is in it. If we die, what is in it ends by itself and
 * only the empty namespace stays: on a cluster of our own the next run removes it first, it knows it by its labels.
 * @throws EnvironmentError `namespace-taken` if there is one of that name that is not ours
 */
export async function openLoadNamespace(
  { cluster: { kube, guest }, runId }: LoadNamespaceOptions,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const core = kube.makeApiClient(CoreV1Api);
  const marks = guest ? guestMarks(guest) : { labels: { ...ownLabels, [runLabel]: runId } };
  const shared = guest !== undefined;
  await waitUntil(() => madeOrFound(core, { ...marks, shared }), {
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
  annotations?: Record<string, string>;
  /** The cluster is not ours alone: another run may be going on. */
  shared: boolean;
}

/** Ready with true if it is somebody else's. */
async function madeOrFound(
  core: CoreV1Api,
  { shared, ...marks }: Marks,
): Promise<{ ready: boolean } | { seen: string }> {
  try {
    await core.createNamespace({ body: { metadata: { name: loadNamespace, ...marks } } });
    return { ready: false };
  } catch (error) {
    if (!(error instanceof ApiException) || error.code !== 409) throw error;
  }
  const { metadata, status } = await core.readNamespace({ name: loadNamespace });
  const has = (labels: Record<string, string>): boolean =>
    Object.entries(labels).every(([key, value]) => metadata?.labels?.[key] === value);
  const former = !shared && !has(marks.labels) && has(ownLabels);
  if (!former && !has(marks.labels)) return { ready: true };
  if (status?.phase === 'Terminating') return { seen: 'the one before is going' };
  if (!former) return { ready: false };
  await core.deleteNamespace({ name: loadNamespace }).catch(ignoreMissing);
  return { seen: 'that of a run before' };
}

/** What is gone already need not be removed. */
export function ignoreMissing(error: unknown): void {
  if (!(error instanceof ApiException) || error.code !== 404) throw error;
}
