import { BlockList, isIPv4 } from 'node:net';
import { EnvironmentError } from '../../model/errors.ts';

/** Addresses of one node: a link of four addresses between host and node, and a network for its pods. */
export interface NodeSubnets {
  hostIp: string;
  nodeIp: string;
  linkPrefixLength: 30;
  podCidr: string;
}

/** What `ip -json route` says of one route; `default`, an address or a prefix. */
export interface HostRoute {
  dst: string;
}

/** Second and first bytes to try: private networks seldom used, then the range reserved for benchmarks (RFC 2544). */
const families = [
  { link: '10.231', pods: '10.232' },
  { link: '172.30', pods: '172.31' },
  { link: '198.18', pods: '198.19' },
] as const;

/**
 * The first subnets that no route of the host touches.
 * @throws EnvironmentError `subnets-taken` if every one is
 */
export function chooseSubnets(routes: readonly HostRoute[]): NodeSubnets {
  const taken = routes
    .map(({ dst }) => dst)
    .filter((dst) => dst !== 'default' && isIPv4(dst.split('/')[0] ?? ''));
  for (const { link, pods } of families) {
    for (let third = 0; third < 256; third++) {
      const linkCidr = `${link}.${third}.0/30`;
      const podCidr = `${pods}.${third}.0/24`;
      if (!taken.some((route) => overlap(route, linkCidr) || overlap(route, podCidr))) {
        return { hostIp: `${link}.${third}.1`, nodeIp: `${link}.${third}.2`, linkPrefixLength: 30, podCidr };
      }
    }
  }
  throw new EnvironmentError(
    `Every subnet that a node could use is routed elsewhere: ${families.map(({ link, pods }) => `${link}.0.0/16 and ${pods}.0.0/16`).join(', ')}`,
    { code: 'subnets-taken', hint: "Remove a route that covers them; 'ip route' lists all." },
  );
}

/** Two prefixes overlap if one holds the first address of the other. */
function overlap(one: string, other: string): boolean {
  return holds(one, base(other)) || holds(other, base(one));
}

const base = (cidr: string): string => cidr.split('/')[0] ?? '';

function holds(cidr: string, address: string): boolean {
  const list = new BlockList();
  list.addSubnet(base(cidr), Number(cidr.split('/')[1] ?? 32), 'ipv4');
  return list.check(address);
}
