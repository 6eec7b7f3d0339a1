import type { Cluster } from '../../cluster/cluster.ts';
import type { Journal } from '../../journal/journal.ts';
import type { ClusterPlace, PlaceContext } from './cluster-place.ts';

/** The cluster that `up` left, if it is healthy, or a new one that goes with the run. */
export async function obtainCluster(
  place: ClusterPlace,
  { journal, runId, progress }: { journal: Journal; runId: string } & Pick<PlaceContext, 'progress'>,
): Promise<Cluster> {
  const kept = await place.attach();
  if (!kept) return place.start({ name: runId, journal });
  progress.note(
    `Using the cluster that 'tenantproof up' left running (${kept.kind}, Kubernetes ${kept.kubernetesVersion})`,
    'aside',
  );
  return kept;
}
