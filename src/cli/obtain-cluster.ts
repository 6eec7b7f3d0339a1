import type { Cluster } from '../cluster/cluster.ts';
import { attachEmbeddedCluster } from '../cluster/embedded/attach-embedded-cluster.ts';
import { embeddedPrograms } from '../cluster/embedded/node-layout.ts';
import { startEmbeddedCluster } from '../cluster/embedded/start-embedded-cluster.ts';
import type { Journal } from '../journal/journal.ts';
import type { Progress } from '../model/progress.ts';
import { findPrograms } from '../toolchain/toolchain.ts';

/** Name of the cluster that `up` keeps. */
export const keptClusterName = 'kept';

/** Every program that a run may need. */
export const programsOfRun = [...embeddedPrograms, 'kubectl', 'prometheus', 'k6'] as const;
export type RunPrograms = Record<(typeof programsOfRun)[number], string>;

export interface ObtainOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  progress: Progress;
}

export const obtainPrograms = (options: ObtainOptions): Promise<RunPrograms> =>
  findPrograms(programsOfRun, options);

/** The cluster that `up` left, if it is healthy, or a new one that goes with the run. */
export async function obtainCluster(
  programs: RunPrograms,
  { journal, runId }: { journal: Journal; runId: string },
  { env, signal, progress }: ObtainOptions,
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
