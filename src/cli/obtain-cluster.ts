import type { Cluster } from '../cluster/cluster.ts';
import { attachEmbeddedCluster } from '../cluster/embedded/attach-embedded-cluster.ts';
import { startEmbeddedCluster } from '../cluster/embedded/start-embedded-cluster.ts';
import type { Journal } from '../journal/journal.ts';
import type { FindOptions } from '../toolchain/toolchain.ts';
import type { RunPrograms } from './obtain-programs.ts';

/** Name of the cluster that `up` keeps. */
export const keptClusterName = 'kept';

/** The cluster that `up` left, if it is healthy, or a new one that goes with the run. */
export async function obtainCluster(
  programs: RunPrograms,
  { journal, runId }: { journal: Journal; runId: string },
  { env, signal, progress }: FindOptions,
): Promise<Cluster> {
  const kept = await attachEmbeddedCluster({ name: keptClusterName, signal, env });
  if (kept) {
    progress.note(
      `Using the cluster that 'tenantproof up' left running (Kubernetes ${kept.kubernetesVersion})`,
    );
    return kept;
  }
  return startEmbeddedCluster({ name: runId, programs, journal, signal, progress, env });
}
