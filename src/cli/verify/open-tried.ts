import { resolve } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { openTriedCluster } from '../../cluster/existing/tried-cluster.ts';
import type { TargetPlan } from '../../model/plan.ts';
import type { TargetCluster } from '../../model/target.ts';
import { defaultKubeconfig } from '../cluster/existing-place.ts';
import type { RunContext } from '../context.ts';

/**
 * Opens the cluster of a target, if the plan tries pods there, and tells how many; undefined if it tries none.
 * @throws EnvironmentError `cluster-unreachable` or `missing-permissions`; UsageError `bad-kubeconfig`
 */
export async function openTried(
  { podDryRuns = [] }: TargetPlan,
  { kubeconfig, context }: TargetCluster = {},
  { env, progress }: RunContext,
): Promise<KubeConfig | undefined> {
  if (podDryRuns.length === 0) return undefined;
  const { kube, closedQuotas } = await openTriedCluster({
    kubeconfig: resolve(kubeconfig ?? defaultKubeconfig(env)),
    ...(context === undefined ? {} : { context }),
    namespaces: podDryRuns.map(({ namespace }) => namespace),
  });
  const tries = podDryRuns.map(
    ({ namespace, pods, mostTries }) =>
      `${pods} in namespace ${namespace}, ${mostTries} times at most if others come and go there`,
  );
  progress.note(
    `${kube.getCurrentCluster()?.server} is asked about pods (server-side dry run, none is made): ${tries.join('; ')}`,
    'aside',
  );
  if (closedQuotas.length > 0)
    progress.note(
      `What quotas count may not be read in ${closedQuotas.join(', ')} (list resourcequotas): pods are tried there as if nothing were in use`,
    );
  return kube;
}
