import { expect, test } from 'vitest';
import { chooseSubnets } from '../../../src/cluster/embedded/subnets.ts';
import { hostSide, nodeSide } from '../../../src/cluster/embedded/node-network.ts';

const routes = (...dsts: string[]): { dst: string }[] => dsts.map((dst) => ({ dst }));
const first = { hostIp: '10.231.0.1', nodeIp: '10.231.0.2', linkPrefixLength: 30, podCidr: '10.232.0.0/24' };

test('the first subnets are taken where no route touches them', () => {
  expect(
    chooseSubnets(routes('default', '192.168.1.0/24', '10.230.0.0/16', '10.233.0.0/16', '127.0.0.0/8')),
  ).toEqual(first);
});

test.each([
  ['the link of another node', ['10.231.0.0/30'], '10.231.1.1'],
  ['the pods of another node', ['10.232.0.0/24'], '10.231.1.1'],
  ['one address in the link', ['10.231.0.2'], '10.231.1.1'],
  ['one address among the pods', ['10.232.0.77'], '10.231.1.1'],
  ['two nodes', ['10.231.0.0/30', '10.232.1.0/24'], '10.231.2.1'],
  ['half of the links', ['10.231.0.0/17'], '10.231.128.1'],
  ['a VPN over all of 10.0.0.0/8', ['10.0.0.0/8'], '172.30.0.1'],
  ['all private networks', ['10.0.0.0/8', '172.16.0.0/12'], '198.18.0.1'],
])('past %s', (_, taken, hostIp) => {
  expect(chooseSubnets(routes(...taken)).hostIp).toBe(hostIp);
});

test('routes of IPv6 and the default route touch nothing', () => {
  expect(chooseSubnets(routes('default', 'fe80::/64', '::1'))).toEqual(first);
});

test('if all are routed elsewhere, it says which and how to see it', () => {
  expect(() => chooseSubnets(routes('10.0.0.0/8', '172.16.0.0/12', '198.18.0.0/15'))).toThrow(
    expect.objectContaining({
      code: 'subnets-taken',
      message: expect.stringContaining('10.231.0.0/16 and 10.232.0.0/16') as string,
      hint: expect.stringContaining('ip route') as string,
    }),
  );
});

test('host and node are joined by a link, and the pods are behind the node', () => {
  expect(hostSide('tp1', 42, chooseSubnets([]))).toBe(
    [
      'link add tp1 type veth peer name uplink netns 42',
      'address add 10.231.0.1/30 dev tp1',
      'link set tp1 up',
      'route add 10.232.0.0/24 via 10.231.0.2',
      '',
    ].join('\n'),
  );
  expect(nodeSide(chooseSubnets([]))).toBe(
    [
      'address add 10.231.0.2/30 dev uplink',
      'link set uplink up',
      'route add default via 10.231.0.1',
      '',
    ].join('\n'),
  );
});
