import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { CoreV1Api, PortForward, type KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError } from '../../model/errors.ts';
import type { ServiceRef } from '../cluster.ts';

export interface Forwarded extends AsyncDisposable {
  address: URL;
}

/**
 * Listens on loopback and carries each connection to a pod of the service through the API server, as
 * `kubectl port-forward` does: https://kubernetes.io/docs/reference/using-api/api-concepts/#websockets.
 * @param endpoint `ip:port` of the ready pod
 */
export async function forwardService(
  kube: KubeConfig,
  service: ServiceRef,
  endpoint: URL,
): Promise<Forwarded> {
  const { items } = await kube
    .makeApiClient(CoreV1Api)
    .listNamespacedPod({ namespace: service.namespace, fieldSelector: `status.podIP=${endpoint.hostname}` });
  const pod = items[0]?.metadata?.name;
  if (pod === undefined) {
    throw new EnvironmentError(`No pod of ${service.namespace} has the address ${endpoint.hostname}`, {
      code: 'pod-vanished',
    });
  }
  const forward = new PortForward(kube);
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    forward
      .portForward(service.namespace, pod, [Number(endpoint.port)], socket, null, socket)
      .catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: new URL(`http://127.0.0.1:${port}`),
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
