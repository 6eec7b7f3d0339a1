import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cniConfig } from '../../../src/cluster/embedded/cni-config.ts';
import { containerdConfig, hasSysResource } from '../../../src/cluster/embedded/containerd-config.ts';
import {
  apiServerFlags,
  controllerManagerFlags,
  etcdFlags,
  schedulerFlags,
} from '../../../src/cluster/embedded/control-plane.ts';
import { kubeletConfig, kubeletFlags } from '../../../src/cluster/embedded/kubelet-config.ts';
import { embeddedPrograms, nodeLayout, programInNode } from '../../../src/cluster/embedded/node-layout.ts';

describe('flags', () => {
  test('pods find the API server where client libraries look for it', () => {
    expect(apiServerFlags('10.231.0.2')).toEqual(
      expect.arrayContaining([
        '--secure-port=443',
        '--bind-address=0.0.0.0',
        '--advertise-address=10.231.0.2',
        '--service-cluster-ip-range=10.96.0.0/16',
      ]),
    );
  });

  test('there is one of each, so nobody waits to be elected', () => {
    expect(controllerManagerFlags()).toContain('--leader-elect=false');
    expect(schedulerFlags()).toContain('--leader-elect=false');
  });

  test('etcd does not wait for the disk', () => {
    expect(etcdFlags()).toContain('--unsafe-no-fsync=true');
  });

  test('the kubelet has the address of its node', () => {
    expect(kubeletFlags('10.231.0.2')).toContain('--node-ip=10.231.0.2');
  });
});

test('the kubelet keeps below our cgroup and tolerates cgroup version 1 and swap', () => {
  expect(parse(kubeletConfig('tenantproof-abcdef-one'))).toMatchObject({
    kind: 'KubeletConfiguration',
    cgroupRoot: '/tenantproof-abcdef-one',
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: ['pods'],
    authentication: { anonymous: { enabled: false } },
    readOnlyPort: 0,
  });
});

test('the pod network is the subnet that was chosen, without masquerading', () => {
  const plugins = (JSON.parse(cniConfig('10.232.7.0/24')) as { plugins: object[] }).plugins;
  expect(plugins).toEqual([
    expect.objectContaining({
      type: 'bridge',
      isGateway: true,
      ipam: expect.objectContaining({ ranges: [[{ subnet: '10.232.7.0/24' }]] }) as object,
    }),
  ]);
  expect(plugins[0]).not.toHaveProperty('ipMasq');
});

describe('containerd', () => {
  test.each([
    ['with every capability', 'CapPrm:\t000001ffffffffff\nCapEff:\t000001ffffffffff\n', true],
    ['without CAP_SYS_RESOURCE', 'CapPrm:\t000001ffffffffff\nCapEff:\t000001fffeffffff\n', false],
    ['with none', 'CapEff:\t0000000000000000\n', false],
    ['with CAP_SYS_RESOURCE alone', 'CapEff:\t0000000001000000\n', true],
    ['of an unknown process', '', false],
  ])('a process %s may raise priorities when memory runs out: see CapEff', (_, status, expected) => {
    expect(hasSysResource(status)).toBe(expected);
  });

  test.each([true, false])('is told so (%s)', (restrict) => {
    expect(containerdConfig(restrict)).toContain(`restrict_oom_score_adj = ${restrict}\n`);
  });
});

test('paths in the node are short and its own, however deep the cache folder is', () => {
  const layout = nodeLayout('one', { XDG_CACHE_HOME: `/${'deep/'.repeat(30)}` });
  expect(layout.folder).toContain('/tenantproof/clusters/one');
  expect(embeddedPrograms.map(programInNode)).toEqual(
    expect.arrayContaining([
      '/run/tenantproof/programs/etcd',
      '/run/tenantproof/programs/cni/bridge',
      '/run/tenantproof/programs/cni/host-local',
    ]),
  );
});
