import { KubeConfig, VersionApi } from '@kubernetes/client-node';
import type { Capability } from '../../model/capability.ts';
import type { Cluster } from '../cluster.ts';
import { loadImage } from './load-image.ts';
import { policiesInForce } from './network-policy.ts';
import type { NodeLayout } from './node-layout.ts';
import { reachService } from './reach-service.ts';
import { reuseConnections } from '../reuse-connections.ts';

/** A real Kubernetes node in namespaces of its own, without Docker. */
export interface EmbeddedCluster extends Cluster {
  readonly kind: 'embedded';
}

const capabilities: readonly Capability[] = ['quota', 'containers', 'memory-limits', 'simulated-gpu'];

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
  const { gitVersion } = await node.kube.makeApiClient(VersionApi).getCode();
  return {
    kind: 'embedded',
    kubernetesVersion: gitVersion,
    capabilities: new Set<Capability>([
      ...capabilities,
      ...(node.networkPolicy ? ['network-policy' as const] : []),
    ]),
    kubeconfigPath: node.layout.kubeconfigPath,
    kube: node.kube,
    lost: node.lost,
    loadImage: (archivePath, signal) => loadImage(archivePath, { ctr: node.ctr, nodePid: node.pid, signal }),
    reach: (service, signal) => reachService(node.kube, service, signal),
    // Nothing translates service addresses here, and pods connect to each other as we do to them.
    reachFromPods: (service, signal) => reachService(node.kube, service, signal),
    policiesInForce: async (signal) => {
      if (node.networkPolicy) await policiesInForce(node.kube, node.pid, signal);
    },
    [Symbol.asyncDispose]: () => node.dispose(),
  };
}

export function kubeConfigFrom(text: string): KubeConfig {
  const kube = new KubeConfig();
  kube.loadFromString(text);
  return reuseConnections(kube);
}
