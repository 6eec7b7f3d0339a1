import { randomBytes } from 'node:crypto';
import type { Cluster } from '../../../cluster/cluster.ts';
import type { Progress } from '../../../model/progress.ts';
import type { Stack } from '../../../stack/stack.ts';
import { loadGeneratorImage, loadGeneratorRef } from '../../../stack/images/load-generator-image.ts';
import { chatUrl } from '../chat-url.ts';
import { hasSham, type LoadJob } from '../load-job.ts';
import type { LoadOrder, RunningLoad, StartLoad } from '../running-load.ts';
import { usersForPods } from './execution-segment.ts';
import { loadNamespace, openLoadNamespace } from './load-namespace.ts';
import { startLoadPods } from './load-pods.ts';
import { startLoadInPods } from './start-load-in-pods.ts';

/** Of the null sink, on the loopback of each pod. */
const sinkPort = 9998;

export interface ClusterLoadOptions {
  cluster: Pick<Cluster, 'kube' | 'guest' | 'loadImage' | 'lost'>;
  stack: Pick<Stack, 'gatewayFromPods'>;
  runId: string;
  /** Path of the k6 program. */
  k6: string;
  /** Of each load. */
  pods: number;
  signal: AbortSignal;
  progress: Progress;
}

/** Loads from pods of the cluster, in a namespace of their own, which goes when this is disposed. */
export interface ClusterLoad extends AsyncDisposable {
  startLoad: StartLoad;
}

/** Makes the image known to the nodes and the namespace ready. */
export async function openClusterLoad(options: ClusterLoadOptions): Promise<ClusterLoad> {
  const { cluster, runId, k6, signal, progress } = options;
  const step = progress.step('Preparing the load generators in the cluster');
  try {
    await cluster.loadImage(await loadGeneratorImage(k6, signal), signal);
    const namespace = await openLoadNamespace({ cluster, runId }, signal);
    step.done();
    return {
      startLoad: (order) => startInCluster(order, options),
      [Symbol.asyncDispose]: async () => {
        // With the cluster the namespace is gone.
        if (!cluster.lost.aborted) await namespace[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    step.failed();
    throw error;
  }
}

async function startInCluster(order: LoadOrder, options: ClusterLoadOptions): Promise<RunningLoad> {
  const { role, streamed = false, signal } = order;
  const { cluster, stack, pods } = options;
  const job = jobForPods(order.job, { gateway: await stack.gatewayFromPods(signal), pods });
  const load = {
    name: `${role}-${randomBytes(4).toString('hex')}`,
    namespace: loadNamespace,
    image: loadGeneratorRef,
    pods,
    streamed,
    ...(job.sinkUrl === undefined ? {} : { sinkPort }),
    stretches: job.stretches,
  };
  await using resources = new AsyncDisposableStack();
  const loadPods = resources.use(await startLoadPods(cluster.kube, { load, job, signal }));
  const running = await startLoadInPods(order, loadPods);
  void resources.move();
  return running;
}

/** What every pod is told: the whole load, of which k6 plays the pod's segment. */
export function jobForPods(
  job: LoadOrder['job'],
  { gateway, pods }: { gateway: URL; pods: number },
): LoadJob {
  return {
    ...job,
    url: chatUrl(gateway),
    ...(hasSham(job) ? { sinkUrl: `http://127.0.0.1:${sinkPort}/` } : {}),
    stretches: job.stretches.map((stretch) => ({ ...stretch, vus: usersForPods(stretch.vus, pods) })),
  };
}
