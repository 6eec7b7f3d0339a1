import {
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type KubeConfig,
  type V1Node,
} from '@kubernetes/client-node';
import { waitUntil } from '../system/wait-until.ts';

const simulatedGpus = 8;
export const gpu = 'nvidia.com/gpu';
const readyTimeoutMs = 60_000;

/**
 * Waits until the API server serves.
 * @throws EnvironmentError `wait-timeout` with what it answered last
 */
export async function waitForApiServer(kube: KubeConfig, signal: AbortSignal): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const probe = async (): Promise<{ ready: true }> => {
    await core.readNamespace({ name: 'default' });
    return { ready: true };
  };
  await waitUntil(probe, { what: 'the API server', timeoutMs: readyTimeoutMs, intervalMs: 30, signal });
}

/** Waits until the node is ready, whatever GPUs it offers. */
export async function waitForPlainNode(
  kube: KubeConfig,
  nodeName: string,
  signal: AbortSignal,
): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const probe = async (): Promise<{ ready: true } | { seen: string }> => {
    const lacking = whyNotReady(await core.readNode({ name: nodeName }));
    return lacking === undefined ? { ready: true } : { seen: lacking };
  };
  await waitUntil(probe, {
    what: 'the node to be ready',
    timeoutMs: readyTimeoutMs,
    intervalMs: 100,
    signal,
  });
}

/** Gives the node its simulated GPUs as soon as it has registered, and waits until it is ready and offers them. */
export async function waitForNode(kube: KubeConfig, nodeName: string, signal: AbortSignal): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const probe = async (): Promise<{ ready: true } | { seen: string }> => {
    const node = await core.readNode({ name: nodeName });
    if (node.status?.capacity?.[gpu] === undefined) await offerGpus(core, nodeName);
    const lacking = whatNodeLacks(node);
    return lacking === undefined ? { ready: true } : { seen: lacking };
  };
  await waitUntil(probe, { what: 'the node to be ready', timeoutMs: readyTimeoutMs, intervalMs: 30, signal });
}

/** The kubelet keeps an extended resource that it does not manage, and derives `allocatable` from it. */
export async function offerGpus(core: CoreV1Api, nodeName: string): Promise<void> {
  const amounts = { [gpu]: String(simulatedGpus) };
  await core.patchNodeStatus(
    { name: nodeName, body: { status: { capacity: amounts, allocatable: amounts } } },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
}

/** Why the node cannot run the stack yet; undefined if it can. */
export function whatNodeLacks(node: V1Node): string | undefined {
  const lacking = whyNotReady(node);
  if (lacking !== undefined) return lacking;
  const offered = node.status?.allocatable?.[gpu] ?? '0';
  return offered === String(simulatedGpus) ? undefined : `${offered} of ${simulatedGpus} GPUs allocatable`;
}

function whyNotReady(node: V1Node): string | undefined {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.status === 'True' ? undefined : (ready?.message ?? 'the kubelet has not reported yet');
}
