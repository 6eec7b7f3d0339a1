import { CoreV1Api, type KubeConfig, type V1Service } from '@kubernetes/client-node';
import type { ContainerEngine } from '../../model/container-engine.ts';
import { EnvironmentError } from '../../model/errors.ts';
import { mustRun } from '../../system/run-program.ts';
import { answersAt } from '../answers-at.ts';
import type { ServiceRef } from '../cluster.ts';
import { readyEndpoint } from '../ready-endpoint.ts';
import { publishedNodePorts } from './kind-config.ts';

export interface PublishedNode {
  engine: ContainerEngine;
  /** Name of the node's container. */
  node: string;
  kube: KubeConfig;
}

/**
 * How services of a kind cluster are reached from the host: each gets one of the node's published ports. Where the node's
 * own address can be connected to (Linux, engine on this machine) that is taken, at the same port of the node: it spares
 * the engine's proxy, which copies every byte.
 */
export function reachThroughPort({ engine, node, kube }: PublishedNode) {
  const core = kube.makeApiClient(CoreV1Api);
  const addresses = new Map<string, Promise<URL>>();
  const publish = async (service: ServiceRef, signal: AbortSignal): Promise<URL> => {
    const nodePort = await nodePortFor(core, service);
    const own = await ownAddress({ engine, node }, nodePort, signal);
    if (own !== undefined && (await answersAt(own))) return own;
    const bound = await mustRun(engine, ['port', node, `${nodePort}/tcp`], { signal });
    return new URL(`http://${bound.trim().split('\n')[0]}`);
  };
  return async (service: ServiceRef, signal: AbortSignal): Promise<URL> => {
    await readyEndpoint(kube, service, signal);
    const key = `${service.namespace}/${service.name}/${service.port}`;
    const known = addresses.get(key) ?? publish(service, signal);
    addresses.set(key, known);
    known.catch(() => addresses.delete(key));
    return known;
  };
}

const addressFormat = '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';

/** A port of the node at its address in the engine's network; undefined if it has none. */
async function ownAddress(
  { engine, node }: Omit<PublishedNode, 'kube'>,
  port: number,
  signal: AbortSignal,
): Promise<URL | undefined> {
  const listed = await mustRun(engine, ['inspect', '--format', addressFormat, node], { signal });
  const ip = listed.split(/\s+/).find((word) => word !== '');
  return ip === undefined ? undefined : new URL(`http://${ip}:${port}`);
}

const suffix = '-on-host';

/** The node port at which the service is published, by a second service beside it that selects the same pods. */
async function nodePortFor(core: CoreV1Api, service: ServiceRef): Promise<number> {
  const { items } = await core.listServiceForAllNamespaces();
  const own = items.find(
    ({ metadata }) => metadata?.namespace === service.namespace && metadata.name === service.name + suffix,
  );
  const existing = own?.spec?.ports?.[0]?.nodePort;
  if (existing !== undefined) return existing;
  const taken = new Set(items.flatMap(({ spec }) => spec?.ports?.map(({ nodePort }) => nodePort) ?? []));
  const nodePort = publishedNodePorts.find((port) => !taken.has(port));
  const original = items.find(
    ({ metadata }) => metadata?.namespace === service.namespace && metadata.name === service.name,
  );
  if (nodePort === undefined || original === undefined) {
    throw new EnvironmentError(`Cannot publish service ${service.namespace}/${service.name}`, {
      code: 'no-published-port',
      hint: `It must exist, and one of the node ports ${publishedNodePorts.join(', ')} must be free.`,
    });
  }
  await core.createNamespacedService({
    namespace: service.namespace,
    body: onHost(original, service, nodePort),
  });
  return nodePort;
}

/** The second service: the same pods, at a port of the node. */
export function onHost(original: V1Service, { name, port }: ServiceRef, nodePort: number): V1Service {
  const wanted = original.spec?.ports?.find((each) => each.name === port || each.port === port);
  const { port: servicePort = 80, targetPort } = wanted ?? {};
  return {
    metadata: { name: name + suffix },
    spec: {
      type: 'NodePort',
      ...(original.spec?.selector === undefined ? {} : { selector: original.spec.selector }),
      ports: [{ port: servicePort, nodePort, ...(targetPort === undefined ? {} : { targetPort }) }],
    },
  };
}
