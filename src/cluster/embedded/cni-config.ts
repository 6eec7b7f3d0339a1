import { inNode } from './node-layout.ts';

export const cniConfigPath = `${inNode.cniConfig}/10-pods.conflist`;

/** Pods on one bridge, without masquerading: the host has a route to them, and no iptables is needed. */
export const cniConfig = (podCidr: string): string =>
  JSON.stringify({
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      {
        type: 'bridge',
        bridge: 'pods',
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: podCidr }]],
          routes: [{ dst: '0.0.0.0/0' }],
          dataDir: '/run/cni',
        },
      },
    ],
  });
