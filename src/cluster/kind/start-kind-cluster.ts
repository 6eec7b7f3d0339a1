import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Journal } from '../../journal/journal.ts';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Progress } from '../../model/progress.ts';
import type { GpuChoice } from '../../model/settings.ts';
import { mustRun } from '../../system/run-program.ts';
import type { Cluster, KeepableCluster } from '../cluster.ts';
import { kubeConfigFrom } from '../kube-config.ts';
import { waitForNode, waitForPlainNode } from '../node-ready.ts';
import { takeDown } from '../take-down.ts';
import { watchNode } from '../watch-cluster.ts';
import { kindEnv } from './container-engine.ts';
import { noGpuNode } from './gpu-failure.ts';
import { kindCluster } from './kind-cluster.ts';
import { kindConfig } from './kind-config.ts';
import type { KindGpus } from './kind-gpus.ts';
import { kindLayout, type KindLayout } from './kind-layout.ts';
import { readKindState, writeKindState, type KindMadeOf } from './kind-state.ts';
import { advertisedGpus, installDevicePlugin, makeGpuNode } from './make-gpu-node.ts';
import { watchContainer } from './watch-container.ts';

export interface KindOptions {
  /** Ours, unique among the clusters of this cache folder. */
  name: string;
  engine: ContainerEngine;
  /** Node image, which the engine has. */
  image: string;
  /** The kind program. */
  kind: string;
  /** GPUs that were asked for. */
  gpus: GpuChoice;
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

/** How the node of a new cluster is to get its GPUs: with which kubectl real ones, or why they are simulated. */
export type GpuPlan = { real: { kubectl: string } } | { simulated: string };

export interface KindOrder extends KindOptions {
  gpuPlan: GpuPlan;
  journal: Journal;
  progress: Progress;
}

const createTimeoutMs = 300_000;
const healthTimeoutMs = 10_000;

/**
 * Makes a kind cluster whose node is ready and offers its GPUs. If that fails, everything is undone first. Real GPUs that
 * were asked for are never replaced by simulated ones: a run that is green would have shown something else.
 * @throws EnvironmentError `program-failed` with what kind said, `wait-timeout`; the abort reason if aborted
 */
export async function startKindCluster(order: KindOrder): Promise<KeepableCluster> {
  const { gpuPlan, signal } = order;
  if ('simulated' in gpuPlan) return start(order);
  try {
    return await start(order);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof EnvironmentError ? noGpuNode(error) : error;
  }
}

async function start(order: KindOrder): Promise<KeepableCluster> {
  const { name, engine, image, gpuPlan, progress, signal, env = process.env } = order;
  const layout = kindLayout(name, env);
  const real = 'real' in gpuPlan;
  const title = `Starting a kind cluster (${engine}, ${image}${real ? ', real GPUs' : ''})`;
  const step = progress.step(title);
  const undo = new AsyncDisposableStack();
  try {
    await create(layout, undo, order);
    if (real) {
      const onStep = (what: string): void => step.update(`${title}: ${what}`);
      await makeGpuNode({ engine, node: layout.node, signal, onStep });
      onStep('offer the GPUs');
    }
    let kept = false;
    const cluster = await open(layout, order, {
      gpusOf: offerGpus(layout, order),
      dispose: () => (kept ? Promise.resolve() : takeDown(undo)),
    });
    step.done(`Kubernetes ${cluster.kubernetesVersion} kind cluster ready`);
    return {
      ...cluster,
      async keep() {
        await writeKindState(layout, { madeOf: madeOf(order), ...gpuPlanKept(gpuPlan) });
        await order.journal.keep();
        kept = true;
      },
    };
  } catch (error) {
    step.failed();
    await undo
      .disposeAsync()
      .catch((cause: unknown) => progress.note(`Cleaning up failed: ${String(cause)}`));
    throw error;
  }
}

/** Records folder and containers, then makes them. */
async function create(
  layout: KindLayout,
  undo: AsyncDisposableStack,
  { journal, kind, engine, image, gpuPlan, signal }: KindOrder,
): Promise<void> {
  const folder = await journal.record({ kind: 'directory', path: layout.folder });
  undo.defer(() => folder.undo());
  const containers = await journal.record({ kind: 'kind-cluster', engine, name: layout.cluster });
  undo.defer(() => containers.undo());
  const watcher = await journal.record({ kind: 'processes', owner: layout.cluster });
  undo.defer(() => watcher.undo());
  await mkdir(layout.folder, { recursive: true, mode: 0o700 });
  await writeFile(layout.configPath, kindConfig('real' in gpuPlan ? 'real' : 'simulated'));
  const { cluster, configPath, kubeconfigPath } = layout;
  const where = ['--config', configPath, '--kubeconfig', kubeconfigPath, '--image', image];
  await mustRun(kind, ['create', 'cluster', '--name', cluster, ...where], {
    signal,
    timeoutMs: createTimeoutMs,
    env: kindEnv(engine),
  });
  // kind lets a node come back when Docker does: after a crash that would be a cluster that nobody asked for. Podman, which
  // has no daemon, starts none again: https://docs.podman.io/en/latest/markdown/podman-run.1.html, --restart.
  if (engine === 'docker') await mustRun(engine, ['update', '--restart', 'no', layout.node], { signal });
}

/** Gives the node its GPUs once the API server serves, and says what they are. */
type OfferGpus = (kube: KubeConfig, signal: AbortSignal) => Promise<KindGpus>;

const offerGpus =
  (layout: KindLayout, { gpuPlan }: Pick<KindOrder, 'gpuPlan'>): OfferGpus =>
  async (kube, signal) => {
    if ('simulated' in gpuPlan) return simulate(layout, gpuPlan.simulated)(kube, signal);
    await waitForPlainNode(kube, layout.node, signal);
    const { kubectl } = gpuPlan.real;
    const { kubeconfigPath, node } = layout;
    return { real: await installDevicePlugin({ kube, kubeconfigPath, kubectl, node, signal }) };
  };

const simulate =
  ({ node }: KindLayout, simulated: string): OfferGpus =>
  async (kube, signal) => {
    await waitForNode(kube, node, signal);
    return { simulated };
  };

const findReal =
  ({ node }: KindLayout): OfferGpus =>
  async (kube, signal) => {
    await waitForPlainNode(kube, node, signal);
    return { real: await advertisedGpus({ kube, node, signal }, healthTimeoutMs) };
  };

const gpuPlanKept = (plan: GpuPlan): { simulated?: string } => ('simulated' in plan ? plan : {});

/**
 * Uses a kind cluster that `keep` left running and that was made of the same. Disposing leaves it running.
 * undefined if there is none, or if it is not healthy any more.
 */
export async function attachKindCluster(options: KindOptions): Promise<Cluster | undefined> {
  const { name, signal, env = process.env } = options;
  const layout = kindLayout(name, env);
  const kept = await readKindState(layout);
  if (!kept || !isDeepStrictEqual(kept.madeOf, madeOf(options))) return undefined;
  const gpusOf = kept.simulated === undefined ? findReal(layout) : simulate(layout, kept.simulated);
  try {
    const healthy = AbortSignal.any([signal, AbortSignal.timeout(healthTimeoutMs)]);
    return await open(layout, { ...options, signal: healthy }, { gpusOf, dispose: () => Promise.resolve() });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const madeOf = ({ engine, image, gpus }: KindOptions): KindMadeOf => ({
  engine,
  image,
  gpus,
  config: kindConfig(gpus),
});

/** Waits for the node and watches over it. */
async function open(
  layout: KindLayout,
  { engine, kind, signal }: KindOptions,
  { gpusOf, dispose }: { gpusOf: OfferGpus; dispose: () => Promise<void> },
): Promise<Cluster> {
  const kube = kubeConfigFrom(await readFile(layout.kubeconfigPath, 'utf8'));
  const gpus = await gpusOf(kube, signal);
  const node = watchNode(kube, layout.node, { simulatedGpus: 'simulated' in gpus });
  const container = watchContainer(engine, layout.node, layout.cluster);
  const ended = new AbortController();
  void container.ended.then((reason) => ended.abort(new EnvironmentError(reason, { code: 'node-ended' })));
  const stop = (): void => {
    node.stop();
    container[Symbol.dispose]();
  };
  try {
    return await kindCluster({
      layout,
      engine,
      kind,
      kube,
      gpus,
      lost: AbortSignal.any([node.lost, ended.signal]),
      dispose: () => {
        stop();
        return dispose();
      },
    });
  } catch (error) {
    stop();
    throw error;
  }
}
