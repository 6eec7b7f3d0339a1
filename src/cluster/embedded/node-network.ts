import { z } from 'zod';
import { mustRun } from '../../system/run-program.ts';
import { waitForLock } from '../../system/named-lock.ts';
import type { NodeLayout } from './node-layout.ts';
import { chooseSubnets, type NodeSubnets } from './subnets.ts';

const routesSchema = z.array(z.object({ dst: z.string() }));

/**
 * Joins host and node by a link and routes the pods' network to the node.
 * The link must be recorded in the journal before; the routes go with it.
 * @throws EnvironmentError `subnets-taken`, or `program-failed` with what `ip` said
 */
export async function connectNode(
  layout: NodeLayout,
  nodePid: number,
  signal: AbortSignal,
): Promise<NodeSubnets> {
  // Two nodes that start at the same time must not choose the same subnets.
  await using turn = new AsyncDisposableStack();
  turn.use(await waitForLock('subnets', layout.owner, { signal, onWait: () => {} }));
  const subnets = chooseSubnets(await hostRoutes(signal));
  await mustRun('ip', ['-batch', '-'], { signal, input: hostSide(layout.link, nodePid, subnets) });
  await mustRun('nsenter', ['--target', String(nodePid), '--net', '--', 'ip', '-batch', '-'], {
    signal,
    input: nodeSide(subnets),
  });
  return subnets;
}

/** Every route of the host, whatever its table. */
export async function hostRoutes(signal: AbortSignal): Promise<{ dst: string }[]> {
  const routes = await mustRun('ip', ['-json', '-4', 'route', 'show', 'table', 'all'], { signal });
  return routesSchema.parse(JSON.parse(routes || '[]'));
}

export const hostSide = (link: string, nodePid: number, subnets: NodeSubnets): string =>
  [
    `link add ${link} type veth peer name uplink netns ${nodePid}`,
    `address add ${subnets.hostIp}/${subnets.linkPrefixLength} dev ${link}`,
    `link set ${link} up`,
    `route add ${subnets.podCidr} via ${subnets.nodeIp}`,
    '',
  ].join('\n');

export const nodeSide = (subnets: NodeSubnets): string =>
  [
    `address add ${subnets.nodeIp}/${subnets.linkPrefixLength} dev uplink`,
    'link set uplink up',
    `route add default via ${subnets.hostIp}`,
    '',
  ].join('\n');
