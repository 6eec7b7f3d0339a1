import type { Journal } from '../../journal/journal.ts';
import type { Danger } from '../../model/capability.ts';
import type { Progress } from '../../model/progress.ts';
import type { Cluster } from '../cluster.ts';
import { reachable } from '../reachable.ts';
import { watchApiServer } from '../watch-cluster.ts';
import { existingCluster } from './existing-cluster.ts';
import { sweepFormerRuns } from './former-runs.ts';
import { openKubeconfig } from './open-kubeconfig.ts';
import { requirePermissions } from './preflight.ts';

export interface ExistingOptions {
  /** Files as in `KUBECONFIG`; the client's default if absent. */
  kubeconfig: string;
  /** The file's current context if absent. */
  context?: string;
  allow: readonly Danger[];
  runId: string;
  journal: Journal;
  signal: AbortSignal;
  progress: Progress;
}

/** Longest that a run may take; whoever finds what it left after that may remove it. */
const expiresAfterMs = 4 * 60 * 60_000;

/**
 * Enters a cluster that others use too: asks for the permissions, removes what former runs left after their time, and
 * records how to remove what this one is going to make. Disposing removes that, and nothing else.
 * @throws EnvironmentError `cluster-unreachable`, `missing-permissions`, `run-in-progress`, `no-gpu-offered`
 * @throws UsageError `bad-kubeconfig`
 */
export async function enterExistingCluster(options: ExistingOptions): Promise<Cluster> {
  const { kubeconfig, allow, runId, journal, signal, progress } = options;
  const { kube, context } = openKubeconfig(kubeconfig, options.context);
  const step = progress.step(`Entering the cluster of context ${context}`);
  try {
    await reachable(kube, requirePermissions(kube));
    await reachable(kube, sweepFormerRuns(kube, { signal, progress }));
    const made = await journal.record({ kind: 'kubernetes-run', kubeconfig, context, runId });
    const watch = watchApiServer(kube);
    const cluster = await existingCluster({
      kubeconfigPath: kubeconfig,
      kubeContext: context,
      kube,
      runId,
      expiresAt: new Date(Date.now() + expiresAfterMs),
      allow,
      lost: watch.lost,
      dispose: async () => {
        watch.stop();
        await made.undo();
      },
    }).catch(async (error: unknown) => {
      watch.stop();
      await made.undo();
      throw error;
    });
    step.done(`Kubernetes ${cluster.kubernetesVersion} entered (${kube.getCurrentCluster()?.server})`);
    return cluster;
  } catch (error) {
    step.failed();
    throw error;
  }
}
