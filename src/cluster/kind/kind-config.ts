import { stringify } from 'yaml';
import type { GpuChoice } from '../../model/settings.ts';
import { gpuNodeMounts } from './gpu-node.ts';

/** Ports of the node that are published on the host's loopback, one for each service that is reached from there. */
export const publishedNodePorts = [30080, 30081, 30082, 30083] as const;

/** The configuration of a kind cluster: https://kind.sigs.k8s.io/docs/user/configuration. */
export const kindConfig = (gpus: GpuChoice): string =>
  stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    nodes: [
      {
        role: 'control-plane',
        extraPortMappings: publishedNodePorts.map((containerPort) => ({
          containerPort,
          // Any free one.
          hostPort: 0,
          listenAddress: '127.0.0.1',
          protocol: 'TCP',
        })),
        ...(gpus === 'real' ? { extraMounts: gpuNodeMounts } : {}),
      },
    ],
    kubeadmConfigPatches: [kubeletPatch, controlPlanePatch],
    containerdConfigPatches: [containerdPatch],
  });

/**
 * As the containerd of the embedded cluster. By the plugin's new name, though the rest of kind's configuration is in the
 * form of containerd 1: there the key is that of the images, a number.
 */
const containerdPatch = `[plugins."io.containerd.cri.v1.runtime"]
  stats_collect_period = "1h"
`;

/** As the control plane of the embedded cluster: it is thrown away, and has no second to elect a leader among. */
const controlPlanePatch = stringify({
  kind: 'ClusterConfiguration',
  etcd: { local: { extraArgs: { 'unsafe-no-fsync': 'true' } } },
  controllerManager: { extraArgs: { 'leader-elect': 'false' } },
  scheduler: { extraArgs: { 'leader-elect': 'false' } },
});

/** As the kubelet of the embedded cluster, where a scenario depends on it. */
const kubeletPatch = stringify({
  kind: 'KubeletConfiguration',
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  // Kubernetes 1.35 and later refuse cgroup v1 otherwise; of no consequence on v2.
  failCgroupV1: false,
  podPidsLimit: 512,
  nodeStatusUpdateFrequency: '5s',
});
