import { VersionApi, type KubeConfig } from '@kubernetes/client-node';
import { dangers, type Capability } from '../../model/capability.ts';
import type { Cluster } from '../cluster.ts';
import { loadImage } from './load-image.ts';
import { policiesInForce } from './network-policy.ts';
import type { NodeLayout } from './node-layout.ts';
import { readyEndpoint } from '../ready-endpoint.ts';
import { reachable } from '../reachable.ts';

/** A real Kubernetes node in namespaces of its own, without Docker. */
export interface EmbeddedCluster extends Cluster {
  readonly kind: 'embedded';
}

const capabilities: readonly Capability[] = [
  ...dangers,
  'quota',
  'containers',
  'memory-limits',
  'simulated-gpu',
];

const noRealGpus =
  'its GPUs are simulated; --cluster kind --gpus real takes those of a machine that has some';

export interface RunningNode {
  layout: NodeLayout;
  /** PID 1 of the node, as the host numbers it. */
  pid: number;
  /** `ctr` on the host. */
  ctr: string;
  kube: KubeConfig;
  networkPolicy: boolean;
  lost: AbortSignal;
  dispose(): Promise<void>;
}

/** The cluster's contract on top of a node that runs. */
export async function embeddedCluster(node: RunningNode): Promise<EmbeddedCluster> {
  const { gitVersion } = await reachable(node.kube, node.kube.makeApiClient(VersionApi).getCode());
  return {
    kind: 'embedded',
    kubernetesVersion: gitVersion,
    capabilities: new Set<Capability>([
      ...capabilities,
      ...(node.networkPolicy ? ['network-policy' as const] : []),
    ]),
    lacks: { 'gpu-hardware': noRealGpus },
    kubeconfigPath: node.layout.kubeconfigPath,
    kube: node.kube,
    lost: node.lost,
    loadImage: (archivePath, signal) => loadImage(archivePath, { ctr: node.ctr, nodePid: node.pid, signal }),
    // Pods can be connected to from the host.
    reach: (service, signal) => readyEndpoint(node.kube, service, signal),
    // Nothing translates service addresses here, and pods connect to each other as we do to them.
    reachFromPods: (service, signal) => readyEndpoint(node.kube, service, signal),
    policiesInForce: async (signal) => {
      if (node.networkPolicy) await policiesInForce(node.kube, node.pid, signal);
    },
    [Symbol.asyncDispose]: () => node.dispose(),
  };
}
