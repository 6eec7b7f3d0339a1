import { stringify } from 'yaml';
import { flags } from './flags.ts';
import { inNode, nodeName } from './node-layout.ts';
import { pki } from './node-pki.ts';

export const kubeletConfigPath = `${inNode.config}/kubelet.yaml`;

export const kubeletFlags = (nodeIp: string): string[] =>
  flags({
    config: kubeletConfigPath,
    kubeconfig: pki.kubeletKubeconfig,
    'hostname-override': nodeName,
    'node-ip': nodeIp,
  });

/** @param cgroup name of the node's root cgroup */
export const kubeletConfig = (cgroup: string): string =>
  stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '0.0.0.0',
    readOnlyPort: 0,
    healthzPort: 0,
    tlsCertFile: pki.kubeletServer,
    tlsPrivateKeyFile: pki.kubeletServerKey,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: pki.ca },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${inNode.containerdSocket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${cgroup}`,
    enforceNodeAllocatable: ['pods'],
    failCgroupV1: false,
    failSwapOn: false,
    // The host's own programs must not be the first to go when memory runs out.
    oomScoreAdj: 0,
    podPidsLimit: 512,
    // A laptop's disk may be nearly full; only memory is worth evicting for.
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '0%',
      'nodefs.inodesFree': '0%',
      'imagefs.available': '0%',
    },
    imageGCHighThresholdPercent: 100,
    nodeStatusUpdateFrequency: '5s',
    makeIPTablesUtilChains: false,
    volumePluginDir: `${inNode.config}/volume-plugins`,
  });
