import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Journal } from '../../journal/journal.ts';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import type { Progress } from '../../model/progress.ts';
import { mustRun } from '../../system/run-program.ts';
import type { Cluster, KeepableCluster } from '../cluster.ts';
import { kubeConfigFrom } from '../kube-config.ts';
import { waitForNode } from '../node-ready.ts';
import { takeDown } from '../take-down.ts';
import { watchNode } from '../watch-cluster.ts';
import { kindEnv } from './container-engine.ts';
import { kindCluster } from './kind-cluster.ts';
import { kindConfig } from './kind-config.ts';
import { kindLayout, type KindLayout } from './kind-layout.ts';
import { readKindState, writeKindState, type KindState } from './kind-state.ts';
import { watchContainer } from './watch-container.ts';

export interface KindOptions {
  /** Ours, unique among the clusters of this cache folder. */
  name: string;
  engine: ContainerEngine;
  /** Node image, which the engine has. */
  image: string;
  /** The kind program. */
  kind: string;
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

const createTimeoutMs = 300_000;
const healthTimeoutMs = 10_000;

/**
 * Makes a kind cluster whose node is ready and offers its simulated GPUs. If that fails, everything is undone first.
 * @throws EnvironmentError `program-failed` with what kind said, `wait-timeout`; the abort reason if aborted
 */
export async function startKindCluster(
  options: KindOptions & { journal: Journal; progress: Progress },
): Promise<KeepableCluster> {
  const { name, progress, env = process.env } = options;
  const layout = kindLayout(name, env);
  const step = progress.step(`Starting a kind cluster (${options.engine}, ${options.image})`);
  const undo = new AsyncDisposableStack();
  try {
    await create(layout, undo, options);
    let kept = false;
    const cluster = await open(layout, options, () => (kept ? Promise.resolve() : takeDown(undo)));
    step.done(`Kubernetes ${cluster.kubernetesVersion} kind cluster ready`);
    return {
      ...cluster,
      async keep() {
        await writeKindState(layout, madeOf(options));
        await options.journal.keep();
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
  { journal, kind, engine, image, signal }: KindOptions & { journal: Journal },
): Promise<void> {
  const folder = await journal.record({ kind: 'directory', path: layout.folder });
  undo.defer(() => folder.undo());
  const containers = await journal.record({ kind: 'kind-cluster', engine, name: layout.cluster });
  undo.defer(() => containers.undo());
  const watcher = await journal.record({ kind: 'processes', owner: layout.cluster });
  undo.defer(() => watcher.undo());
  await mkdir(layout.folder, { recursive: true, mode: 0o700 });
  await writeFile(layout.configPath, kindConfig());
  const { cluster, configPath, kubeconfigPath } = layout;
  const where = ['--config', configPath, '--kubeconfig', kubeconfigPath, '--image', image];
  await mustRun(kind, ['create', 'cluster', '--name', cluster, ...where], {
    signal,
    timeoutMs: createTimeoutMs,
    env: kindEnv(engine),
  });
  // kind lets a node come back when its engine does: after a crash that would be a cluster that nobody asked for.
  await mustRun(engine, ['update', '--restart', 'no', layout.node], { signal });
}

/**
 * Uses a kind cluster that `keep` left running and that was made of the same. Disposing leaves it running.
 * undefined if there is none, or if it is not healthy any more.
 */
export async function attachKindCluster(options: KindOptions): Promise<Cluster | undefined> {
  const { name, signal, env = process.env } = options;
  const layout = kindLayout(name, env);
  if (!isDeepStrictEqual(await readKindState(layout), madeOf(options))) return undefined;
  try {
    const healthy = AbortSignal.any([signal, AbortSignal.timeout(healthTimeoutMs)]);
    return await open(layout, { ...options, signal: healthy }, () => Promise.resolve());
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

const madeOf = ({ engine, image }: KindOptions): KindState => ({ engine, image, config: kindConfig() });

/** Waits for the node and watches over it. */
async function open(
  layout: KindLayout,
  { engine, kind, signal }: KindOptions,
  dispose: () => Promise<void>,
): Promise<Cluster> {
  const kube = kubeConfigFrom(await readFile(layout.kubeconfigPath, 'utf8'));
  await waitForNode(kube, layout.node, signal);
  const node = watchNode(kube, layout.node);
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
