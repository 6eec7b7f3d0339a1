import { CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { packageFile } from '../../system/package-file.ts';
import { mustRun, runProgram } from '../../system/run-program.ts';
import { waitUntil, type Unready } from '../../system/wait-until.ts';
import { gpu } from '../node-ready.ts';
import { tellingLine } from './gpu-failure.ts';
import { gpuNodeSteps } from './gpu-node.ts';

export interface NodeContainer {
  engine: ContainerEngine;
  /** Name of the node's container. */
  node: string;
  signal: AbortSignal;
  /** Told what is being done. */
  onStep?: (what: string) => void;
}

const stepTimeoutMs = 600_000;

/**
 * Does in a node that was handed GPUs what lets its containerd hand them on.
 * @throws EnvironmentError `gpu-node` with the step that failed, what was said, and what to do
 */
export async function makeGpuNode({ engine, node, signal, onStep }: NodeContainer): Promise<void> {
  for (const { what, script, cure } of gpuNodeSteps) {
    onStep?.(what);
    const args = ['exec', node, 'bash', '-ec', script];
    const { exitCode, timedOut, stdout, errorTail } = await runProgram(engine, args, {
      signal,
      timeoutMs: stepTimeoutMs,
    });
    if (exitCode === 0) continue;
    signal.throwIfAborted();
    // nvidia-smi tells of its failures where its answers stand.
    const said = timedOut
      ? `it took more than ${stepTimeoutMs / 60_000} minutes`
      : tellingLine(errorTail || stdout);
    throw new EnvironmentError(`Could not ${what}: ${said}`, { code: 'gpu-node', hint: cure });
  }
}

export interface GpuNode {
  kube: KubeConfig;
  kubeconfigPath: string;
  kubectl: string;
  /** As the API server knows it. */
  node: string;
  signal: AbortSignal;
}

const variant = 'k8s-fixtures/overlays/gpu/whole/node';
const plugin = { namespace: 'gpu-system', labelSelector: 'app=nvidia-device-plugin' } as const;

/**
 * Installs RuntimeClass and device plugin, and resolves with the number of GPUs when the node advertises them.
 * @throws EnvironmentError `program-failed`; `wait-timeout` with what became of the device plugin
 */
export async function installDevicePlugin(to: GpuNode): Promise<number> {
  const { kubectl, kubeconfigPath, signal } = to;
  const apply = ['apply', '--server-side', '--field-manager=tenantproof', '-k', packageFile(variant)];
  await mustRun(kubectl, ['--kubeconfig', kubeconfigPath, ...apply], { signal });
  return advertisedGpus(to, 300_000);
}

/** The number of GPUs that the node advertises, once it does. @throws EnvironmentError `wait-timeout` */
export async function advertisedGpus(
  { kube, node, signal }: Pick<GpuNode, 'kube' | 'node' | 'signal'>,
  timeoutMs: number,
): Promise<number> {
  const core = kube.makeApiClient(CoreV1Api);
  const probe = async (): Promise<{ ready: number } | Unready> => {
    const { status } = await core.readNode({ name: node });
    const count = Number(status?.allocatable?.[gpu] ?? 0);
    return count > 0 ? { ready: count } : await pluginSeen(core);
  };
  return waitUntil(probe, { what: `the node to advertise ${gpu}`, timeoutMs, intervalMs: 500, signal });
}

async function pluginSeen(core: CoreV1Api): Promise<Unready> {
  const { items } = await core.listNamespacedPod(plugin);
  const seen = whatPluginLacks(items[0]);
  const name = items[0]?.metadata?.name;
  if (!seen.logs || name === undefined) return seen;
  const { namespace } = plugin;
  const said = await core
    .readNamespacedPodLog({ name, namespace, tailLines: 8, previous: seen.logs === 'previous' })
    .catch(() => '');
  return said.trim() === '' ? seen : { ...seen, seen: `${seen.seen}: ${tellingLine(said)}` };
}

/** What keeps the device plugin from advertising; `logs`: of which of its containers they may say more. */
export function whatPluginLacks(pod: V1Pod | undefined): Unready & { logs?: 'present' | 'previous' } {
  if (!pod) return { seen: 'no pod of the device plugin' };
  const [status] = pod.status?.containerStatuses ?? [];
  const { waiting, terminated } = status?.state ?? {};
  const said = waiting?.message === undefined ? '' : `: ${tellingLine(waiting.message)}`;
  if (waiting?.reason === 'ImagePullBackOff' || waiting?.reason === 'ErrImagePull') {
    return {
      seen: `the image of the device plugin cannot be had${said}`,
      hint: 'Let the node reach nvcr.io: see the proxy and the firewall of Docker.',
    };
  }
  if (waiting?.reason === 'CrashLoopBackOff' || terminated) {
    return { seen: 'the device plugin ends', hint: seeDriver, logs: terminated ? 'present' : 'previous' };
  }
  if (waiting) {
    return {
      seen: `the device plugin does not start (${waiting.reason})${said}`,
      hint: "See whether the node's containerd has the runtime nvidia, and what it says.",
    };
  }
  if (!status?.state?.running) return { seen: `the device plugin is ${pod.status?.phase ?? 'not known'}` };
  return { seen: 'the device plugin runs and finds no GPU', hint: seeDriver, logs: 'present' };
}

const seeDriver =
  'See whether `nvidia-smi` works on this machine, and whether driver and toolkit fit each other.';
