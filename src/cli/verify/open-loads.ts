import type { Cluster } from '../../cluster/cluster.ts';
import { hostLoad } from '../../experiment/load/host-load.ts';
import { openClusterLoad } from '../../experiment/load/pods/cluster-load.ts';
import type { StartLoad } from '../../experiment/load/running-load.ts';
import type { HostK6 } from '../../experiment/load/start-load.ts';
import type { Progress } from '../../model/progress.ts';
import type { LoadPlace, LoadSettings } from '../../model/settings.ts';
import type { Stack } from '../../stack/stack.ts';

/** Where loads come from if nobody says. A cluster that is far away should be asked from inside, past the network between. */
const placeThatSuits: Record<Cluster['kind'], LoadPlace> = {
  embedded: 'host',
  kind: 'host',
  existing: 'cluster',
};

export interface LoadsOptions {
  cluster: Cluster;
  stack: Stack;
  runId: string;
  host: HostK6;
  signal: AbortSignal;
  progress: Progress;
}

/** Makes ready what the loads of a run come from; disposing removes it. */
export async function openLoads(
  { from, pods }: LoadSettings,
  { cluster, stack, runId, host, signal, progress }: LoadsOptions,
): Promise<AsyncDisposable & { startLoad: StartLoad }> {
  if ((from ?? placeThatSuits[cluster.kind]) === 'cluster') {
    return openClusterLoad({ cluster, stack, runId, k6: host.k6, pods, signal, progress });
  }
  return { startLoad: hostLoad(stack, host), [Symbol.asyncDispose]: async () => {} };
}
