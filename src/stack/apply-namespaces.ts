import { CoreV1Api } from '@kubernetes/client-node';
import type { Cluster } from '../cluster/cluster.ts';
import { EnvironmentError } from '../model/errors.ts';
import { runLabel } from '../journal/undo/remove-kubernetes-run.ts';
import { eachAtOnce } from '../system/each-at-once.ts';
import { waitUntil } from '../system/wait-until.ts';
import { accessName } from './manifests/guest-manifests.ts';
import type { Kubectl } from './manifests/kubectl.ts';
import { identityOf, type Manifest } from './manifests/manifest.ts';
import { letIn } from './waiting/let-in.ts';
import { mostWaits } from './waiting/most-waits.ts';

/**
 * Makes the namespaces, and resolves when they can be worked in.
 * @throws EnvironmentError `not-ours` if something of that name is on the cluster already and is not of this run
 */
export async function applyNamespaces(
  { kube, guest }: Pick<Cluster, 'kube' | 'guest'>,
  kubectl: Kubectl,
  { base, signal }: { base: readonly Manifest[]; signal: AbortSignal },
): Promise<void> {
  const namespaces = base.filter(({ kind }) => kind === 'Namespace');
  if (guest) await refuseForeign(kubectl, { base, runId: guest.runId, signal });
  await kubectl.apply(namespaces, signal);
  if (guest) await kubectl.apply(base.filter(isAccess), signal);
  const core = kube.makeApiClient(CoreV1Api);
  await eachAtOnce(namespaces, mostWaits, async ({ metadata: { name } }) => {
    if (guest) await letIn(kube, name, signal);
    // Pods of a namespace are refused until its default service account exists.
    await waitUntil(
      async () => ({
        ready: await core.readNamespacedServiceAccount({ namespace: name, name: 'default' }),
      }),
      { what: `the default service account of ${name}`, timeoutMs: 15_000, signal },
    );
  });
}

const isAccess = ({ kind, metadata }: Manifest): boolean =>
  kind === 'RoleBinding' && metadata.name === accessName;

/** Whatever is in a namespace goes with it; what is in none could be someone else's. */
async function refuseForeign(
  kubectl: Kubectl,
  { base, runId, signal }: { base: readonly Manifest[]; runId: string; signal: AbortSignal },
): Promise<void> {
  const stored = await kubectl.find(
    base.filter(({ metadata }) => metadata.namespace === undefined),
    signal,
  );
  const foreign = stored.filter(({ metadata }) => metadata.labels?.[runLabel] !== runId).map(identityOf);
  if (foreign.length === 0) return;
  throw new EnvironmentError(`The cluster has these already, and they are not ours: ${foreign.join(', ')}`, {
    code: 'not-ours',
    hint: 'Rename or remove them, or choose a cluster that does not have them.',
  });
}
