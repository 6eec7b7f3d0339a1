import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Journal } from '../../journal/journal.ts';
import { EnvironmentError, UsageError } from '../../model/errors.ts';
import type { Progress, ProgressStep } from '../../model/progress.ts';
import { tryLock } from '../../system/named-lock.ts';
import { kubeConfigFrom } from '../kube-config.ts';
import { embeddedCluster, type EmbeddedCluster } from './embedded-cluster.ts';
import { makeCgroup, nodeCgroups } from './node-cgroups.ts';
import { writeNodeFiles } from './node-files.ts';
import { nodeLayout, policyProgram, type EmbeddedPrograms, type NodeLayout } from './node-layout.ts';
import { startNamespaces, type NodeNamespaces } from './node-namespaces.ts';
import { connectNode } from './node-network.ts';
import { createNodePki } from './node-pki.ts';
import { writeNodeState } from './node-state.ts';
import { requireEmbeddedPrerequisites } from './prerequisites.ts';
import { startPrograms } from './start-programs.ts';
import { takeDown } from '../take-down.ts';

export interface EmbeddedClusterOptions {
  /** Unique among the clusters of this cache folder. */
  name: string;
  /** With `kube-router` it enforces NetworkPolicies. */
  programs: EmbeddedPrograms;
  journal: Journal;
  signal: AbortSignal;
  progress: Progress;
  env?: NodeJS.ProcessEnv;
}

/** A node that we started. It dies with us, whatever ends us, unless it is kept. */
export interface StartedCluster extends EmbeddedCluster {
  /** Lets the node outlive us, for `attachEmbeddedCluster`; only `down` ends it then. Disposing does nothing after. */
  keep(): Promise<void>;
}

/**
 * Brings up a real node: ready, and offering its simulated GPUs. Everything is recorded in the journal first.
 * If it fails, everything is undone before the error is thrown.
 * @throws EnvironmentError `cluster-exists`, `node-namespaces`, `subnets-taken`, `node-program-ended`,
 * `wait-timeout`, …; the abort reason if aborted
 */
export async function startEmbeddedCluster(options: EmbeddedClusterOptions): Promise<StartedCluster> {
  const { name, signal, progress, env = process.env } = options;
  await requireEmbeddedPrerequisites(signal, env);
  const layout = nodeLayout(checkedName(name), env);
  const step = progress.step('Starting a Kubernetes node');
  const lost = new AbortController();
  const undo = new AsyncDisposableStack();
  try {
    undo.use(await claim(layout));
    const cluster = await bringUp({ ...options, layout, lost, undo, step });
    step.done(`Kubernetes ${cluster.kubernetesVersion} node ready`);
    return cluster;
  } catch (error) {
    step.failed();
    // Stops whatever still waits beside the part that failed; must not hide the first error.
    lost.abort(error);
    await undo
      .disposeAsync()
      .catch((cause: unknown) => progress.note(`Cleaning up failed: ${String(cause)}`));
    throw error;
  }
}

interface BringUp extends EmbeddedClusterOptions {
  layout: NodeLayout;
  lost: AbortController;
  undo: AsyncDisposableStack;
  step: ProgressStep;
}

async function bringUp(options: BringUp): Promise<StartedCluster> {
  const { layout, lost, undo, step, programs, journal } = options;
  const signal = AbortSignal.any([options.signal, lost.signal]);
  step.update('Starting a Kubernetes node: namespaces');
  const namespaces = await makeNamespaces(options);
  const subnets = await connectNode(layout, namespaces.pid, signal);
  const pki = await createNodePki(subnets.nodeIp, new Date());
  await writeNodeFiles(layout, namespaces.pid, { pki, subnets });
  await writeFile(layout.kubeconfigPath, pki.adminKubeconfig, { mode: 0o600 });
  const kube = kubeConfigFrom(pki.adminKubeconfig);
  const networkPolicy = programs[policyProgram] !== undefined;
  const node = { layout, pid: namespaces.pid, ctr: programs.ctr, kube, networkPolicy };
  let kept = false;
  let disposing: Promise<void> | undefined;
  const onEnd = (error: EnvironmentError): void => {
    if (!disposing) lost.abort(error);
  };
  await startPrograms({ ...node, nodeIp: subnets.nodeIp, onEnd, signal, step });
  const cluster = await embeddedCluster({
    ...node,
    lost: lost.signal,
    dispose: () => (disposing ??= kept ? Promise.resolve() : takeDown(undo)),
  });
  return {
    ...cluster,
    async keep() {
      await writeNodeState(layout, node);
      await journal.keep();
      namespaces.release();
      kept = true;
    },
  };
}

/** Records every change, then makes folder, cgroups and namespaces. The link is recorded too; its maker comes later. */
async function makeNamespaces(options: BringUp): Promise<NodeNamespaces> {
  const { layout, undo, journal, programs } = options;
  const cgroups = await nodeCgroups(layout.owner);
  const changes = [
    { kind: 'directory' as const, path: layout.folder },
    ...cgroups.possible.map((path) => ({ kind: 'cgroup' as const, path })),
    { kind: 'link' as const, name: layout.link },
    { kind: 'processes' as const, owner: layout.owner },
  ];
  for (const recorded of await Promise.all(changes.map((change) => journal.record(change)))) {
    undo.defer(() => recorded.undo());
  }
  await mkdir(layout.logsFolder, { recursive: true, mode: 0o700 });
  await Promise.all(cgroups.made.map((path) => makeCgroup(path, cgroups.version)));
  const namespaces = await startNamespaces(layout, programs, options.signal);
  undo.defer(() => namespaces.kill());
  return namespaces;
}

function checkedName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(name)) return name;
  throw new UsageError(`'${name}' cannot be a cluster's name`, {
    code: 'bad-cluster-name',
    hint: 'Use letters, digits and hyphens, at most 63.',
  });
}

/** Makes sure that nobody has a cluster of this name: what we record would undo theirs. */
async function claim(layout: NodeLayout): Promise<AsyncDisposable> {
  const lock = await tryLock(`cluster/${layout.owner}`, `process ${process.pid}`);
  const taken = 'heldBy' in lock ? lock.heldBy : existsSync(layout.folder) ? layout.folder : undefined;
  if (taken === undefined && !('heldBy' in lock)) return lock;
  if (!('heldBy' in lock)) await lock[Symbol.asyncDispose]();
  throw new EnvironmentError(`A cluster named '${layout.name}' exists already (${taken})`, {
    code: 'cluster-exists',
    hint: "Take it down with 'tenantproof down'.",
  });
}
