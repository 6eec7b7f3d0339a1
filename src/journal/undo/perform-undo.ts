import type { UndoRecord } from '../undo-record.ts';
import { removeCgroup } from './remove-cgroup.ts';
import { removeDirectory } from './remove-directory.ts';
import { deleteLink } from './delete-link.ts';
import { killProcesses } from './kill-processes.ts';
import { removeKindCluster } from './remove-kind-cluster.ts';
import { removeKubernetesRun } from './remove-kubernetes-run.ts';

/** Longest time that one undo may take; never the deadline of what failed before. */
const undoTimeoutMs = 10_000;
/** An engine under load takes its time to end a node full of pods, and so does a cluster to empty namespaces. */
const removalTimeoutMs = 120_000;

/**
 * Carries out one undo record. Nothing to undo counts as undone.
 * @throws EnvironmentError if it cannot be undone, or if the record names something that is not ours
 */
export async function performUndo(undo: UndoRecord, env: NodeJS.ProcessEnv): Promise<void> {
  const signal = AbortSignal.timeout(undoTimeoutMs);
  switch (undo.kind) {
    case 'processes':
      return killProcesses(undo.owner, { env, signal });
    case 'link':
      return deleteLink(undo.name, { env, signal });
    case 'cgroup':
      return removeCgroup(undo.path, { env, signal });
    case 'directory':
      return removeDirectory(undo.path, { env, signal });
    case 'kind-cluster':
      return removeKindCluster(undo, { env, signal: AbortSignal.timeout(removalTimeoutMs) });
    case 'kubernetes-run':
      return removeKubernetesRun(undo, { signal: AbortSignal.timeout(removalTimeoutMs) });
  }
}
