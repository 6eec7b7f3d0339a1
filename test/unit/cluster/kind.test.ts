import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { kindConfig, publishedNodePorts } from '../../../src/cluster/kind/kind-config.ts';
import { kindLayout } from '../../../src/cluster/kind/kind-layout.ts';
import { onHost } from '../../../src/cluster/kind/reach-through-port.ts';
import { ownNames } from '../../../src/journal/own-names.ts';

const env = { XDG_CACHE_HOME: '/cache' };

test('a kind cluster carries our mark, in lower case, and its node has a name that a host may have', () => {
  const { cluster, node } = kindLayout('2026-11-28T00-27-43-3fa9', env);
  expect(cluster).toBe(`${ownNames(env).prefix}2026-11-28t00-27-43-3fa9`);
  expect(node).toBe(`${cluster}-control-plane`);
  expect(node.length).toBeLessThanOrEqual(63);
});

test('its node is handed the GPUs of the machine if real ones are asked for, and only then', () => {
  const mountsOf = (gpus: 'simulated' | 'real'): unknown =>
    (parse(kindConfig(gpus)) as { nodes: { extraMounts?: object[] }[] }).nodes[0]?.extraMounts;
  expect(mountsOf('simulated')).toBeUndefined();
  expect(mountsOf('real')).toEqual([
    { hostPath: '/dev/null', containerPath: '/var/run/nvidia-container-devices/all' },
  ]);
});

test('its node is reached from loopback only, at any free port', () => {
  const { nodes } = parse(kindConfig('simulated')) as { nodes: { extraPortMappings: object[] }[] };
  expect(nodes).toHaveLength(1);
  expect(nodes[0]?.extraPortMappings).toEqual(
    publishedNodePorts.map((containerPort) => ({
      containerPort,
      hostPort: 0,
      listenAddress: '127.0.0.1',
      protocol: 'TCP',
    })),
  );
});

test('its kubelet starts on cgroup v1 and v2, and bounds processes', () => {
  const { kubeadmConfigPatches } = parse(kindConfig('simulated')) as { kubeadmConfigPatches: string[] };
  expect(parse(kubeadmConfigPatches[0] ?? '')).toMatchObject({ failCgroupV1: false, podPidsLimit: 512 });
});

describe('the service that publishes another', () => {
  const original = {
    metadata: { name: 'gateway', namespace: 'inference-system' },
    spec: {
      selector: { app: 'gateway' },
      ports: [
        { name: 'admin', port: 9000, targetPort: 'admin' },
        { name: 'http', port: 80, targetPort: 'http' },
      ],
    },
  };

  test.each(['http', 80])('finds the port by %s and selects the same pods', (port) => {
    const ref = { namespace: 'inference-system', name: 'gateway', port };
    expect(onHost(original, ref, 30081)).toEqual({
      metadata: { name: 'gateway-on-host' },
      spec: {
        type: 'NodePort',
        selector: { app: 'gateway' },
        ports: [{ port: 80, targetPort: 'http', nodePort: 30081 }],
      },
    });
  });
});
