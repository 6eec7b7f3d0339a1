import { readFile } from 'node:fs/promises';
import { isAlive, type ProcessIdentity } from '../../journal/process-identity.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { kubeConfigFrom } from '../kube-config.ts';
import { embeddedCluster, type EmbeddedCluster } from './embedded-cluster.ts';
import { waitForNode } from '../node-ready.ts';
import { nodeLayout, nodeName } from './node-layout.ts';
import { readNodeState } from './node-state.ts';

export interface AttachOptions {
  name: string;
  signal: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

const healthTimeoutMs = 10_000;
const watchIntervalMs = 500;

/**
 * Uses a node that `keep` left running. Disposing it leaves it running.
 * undefined if there is none of that name, or if it is not healthy any more.
 */
export async function attachEmbeddedCluster(options: AttachOptions): Promise<EmbeddedCluster | undefined> {
  const { name, signal, env = process.env } = options;
  const layout = nodeLayout(name, env);
  const state = await readNodeState(layout);
  if (!state) return undefined;
  const kube = kubeConfigFrom(await readFile(layout.kubeconfigPath, 'utf8'));
  try {
    await waitForNode(kube, nodeName, AbortSignal.any([signal, AbortSignal.timeout(healthTimeoutMs)]));
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
  const watch = watchNode(state.init);
  return embeddedCluster({
    layout,
    pid: state.init.pid,
    ctr: state.ctr,
    networkPolicy: state.networkPolicy,
    kube,
    lost: watch.lost,
    dispose: async () => watch.stop(),
  });
}

/** The node is not our child, so nothing tells us when it ends: `down` in another shell, for one. */
function watchNode(init: ProcessIdentity): { lost: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  const look = (): void => {
    if (isAlive(init)) return;
    clearInterval(timer);
    lost.abort(new EnvironmentError('The node that was kept has ended', { code: 'node-ended' }));
  };
  const timer = setInterval(look, watchIntervalMs).unref();
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}
