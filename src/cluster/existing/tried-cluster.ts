import type { KubeConfig, V1ResourceAttributes } from '@kubernetes/client-node';
import { EnvironmentError } from '../../model/errors.ts';
import { reachable } from '../reachable.ts';
import { openKubeconfig } from './open-kubeconfig.ts';
import { missingPermissions } from './preflight.ts';
import { roleForTries } from './role-for-tries.ts';

export interface TriedCluster {
  kubeconfig: string;
  /** The file's current context if absent. */
  context?: string;
  /** Of the pods that will be tried. */
  namespaces: readonly string[];
}

/**
 * A client for a cluster in which nothing is made, and whose API server is asked what it would say to pods. That takes the
 * permission to create them: a dry run is authorized as what it stands for.
 * @returns also the namespaces in which what quotas count may not be read
 * @throws EnvironmentError `cluster-unreachable`, or `missing-permissions` with a Role that grants them
 * @throws UsageError `bad-kubeconfig`
 */
export async function openTriedCluster({
  kubeconfig,
  context,
  namespaces,
}: TriedCluster): Promise<{ kube: KubeConfig; closedQuotas: string[] }> {
  const { kube } = openKubeconfig(kubeconfig, context);
  const wanted = namespaces.flatMap((namespace): V1ResourceAttributes[] => [
    { namespace, verb: 'create', group: '', resource: 'pods' },
    { namespace, verb: 'list', group: '', resource: 'resourcequotas' },
  ]);
  const missing = await reachable(kube, missingPermissions(kube, wanted));
  const namespacesWithout = (lacking: string): string[] =>
    missing
      .filter(({ verb }) => verb === lacking)
      .flatMap(({ namespace }) => namespace ?? [])
      .toSorted();
  const closed = namespacesWithout('create');
  if (closed.length > 0) throw await notAllowed(kube, closed);
  return { kube, closedQuotas: namespacesWithout('list') };
}

async function notAllowed(kube: KubeConfig, namespaces: readonly string[]): Promise<EnvironmentError> {
  const what = namespaces.map((namespace) => `create pods in ${namespace}`).join(', ');
  return new EnvironmentError(`Not allowed on ${kube.getCurrentCluster()?.server}: ${what}`, {
    code: 'missing-permissions',
    hint: `Pods are only tried (server-side dry run), which takes that permission and makes none. An administrator grants it with kubectl apply -f of:\n${await roleForTries(kube, namespaces)}`,
  });
}
