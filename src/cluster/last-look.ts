import { VersionApi } from '@kubernetes/client-node';
import { abortable } from '../system/abortable.ts';
import type { Cluster } from './cluster.ts';
import { reachable } from './reachable.ts';

const tries = 2;
const answerWithinMs = 3_000;

/**
 * Whether a cluster is there when all is played: what watches over it may be about to tell that it is not.
 * @throws EnvironmentError why it is lost, or `cluster-unreachable`
 */
export async function lastLook({ kube, lost }: Pick<Cluster, 'kube' | 'lost'>): Promise<void> {
  const version = kube.makeApiClient(VersionApi);
  for (let left = tries - 1; ; left--) {
    lost.throwIfAborted();
    try {
      await reachable(kube, abortable(version.getCode(), AbortSignal.timeout(answerWithinMs)));
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
