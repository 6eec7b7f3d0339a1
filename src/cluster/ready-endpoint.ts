import { CoreV1Api, DiscoveryV1Api, type KubeConfig, type V1EndpointSlice } from '@kubernetes/client-node';
import { waitUntil } from '../system/wait-until.ts';
import type { ServiceRef } from './cluster.ts';

const reachTimeoutMs = 30_000;

/**
 * Address of a ready pod behind the service, as the pod network knows it, waiting for one to appear.
 * @throws EnvironmentError `wait-timeout` if none gets ready
 */
export async function readyEndpoint(
  kube: KubeConfig,
  service: ServiceRef,
  signal: AbortSignal,
): Promise<URL> {
  const core = kube.makeApiClient(CoreV1Api);
  const discovery = kube.makeApiClient(DiscoveryV1Api);
  const probe = async (): Promise<{ ready: URL } | { seen: string }> => {
    const { spec } = await core.readNamespacedService({ namespace: service.namespace, name: service.name });
    const port = spec?.ports?.find(({ name, port }) => name === service.port || port === service.port);
    if (!port) return { seen: `the service has no port ${service.port}` };
    const slices = await discovery.listNamespacedEndpointSlice({
      namespace: service.namespace,
      labelSelector: `kubernetes.io/service-name=${service.name}`,
    });
    const address = readyAddress(slices.items, port.name ?? '');
    return address === undefined ? { seen: 'no ready endpoint' } : { ready: new URL(`http://${address}`) };
  };
  return waitUntil(probe, {
    what: `a ready endpoint of service ${service.namespace}/${service.name}`,
    timeoutMs: reachTimeoutMs,
    signal,
  });
}

/** `ip:port` of the first ready endpoint. An absent condition counts as ready (EndpointSlice API reference). */
export function readyAddress(slices: readonly V1EndpointSlice[], portName: string): string | undefined {
  for (const slice of slices) {
    const port = slice.ports?.find(({ name }) => (name ?? '') === portName)?.port;
    const ready = slice.endpoints?.find(({ conditions }) => conditions?.ready ?? true);
    const ip = ready?.addresses[0];
    if (port !== undefined && ip !== undefined) return `${ip}:${port}`;
  }
  return undefined;
}
