import type { V1Pod } from '@kubernetes/client-node';

/**
 * Counts the pods of a namespace and the restarts of their containers. A pod that is being deleted is none of them any
 * more: after a rollout the old one is there for some seconds, and its end is no loss.
 */
export function restartsIn(pods: readonly V1Pod[]): { pods: number; restarts: number } {
  const staying = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const restarts = staying
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return { pods: staying.length, restarts };
}
