import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import { removeRun, runLabel } from '../../journal/undo/remove-kubernetes-run.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Progress } from '../../model/progress.ts';
import { expiryAnnotation, managedBy } from '../guest-rules.ts';

/**
 * Removes what runs before ours left after their time, whoever made it.
 * @throws EnvironmentError `run-in-progress` if one has time left: two at once would measure each other
 */
export async function sweepFormerRuns(
  kube: KubeConfig,
  { signal, progress, now = new Date() }: { signal: AbortSignal; progress: Progress; now?: Date },
): Promise<void> {
  const labelSelector = `${managedBy.label}=${managedBy.value}`;
  const { items } = await kube.makeApiClient(CoreV1Api).listNamespace({ labelSelector });
  const runs = new Map<string, Date>();
  for (const { metadata } of items) {
    const run = metadata?.labels?.[runLabel];
    const expiry = metadata?.annotations?.[expiryAnnotation];
    if (run !== undefined && expiry !== undefined) runs.set(run, new Date(expiry));
  }
  for (const [run, expiresAt] of runs) {
    if (expiresAt > now) {
      throw new EnvironmentError(`Run ${run} is on this cluster until ${expiresAt.toISOString()}`, {
        code: 'run-in-progress',
        hint: "Wait for it; if it crashed, 'tenantproof down' where it ran removes it, or delete its namespaces.",
      });
    }
    progress.note(`Removing what run ${run} left on the cluster`, 'aside');
    await removeRun(kube, run, signal);
  }
}
