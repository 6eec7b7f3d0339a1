import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
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
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    forward
      .portForward(service.namespace, pod, [Number(endpoint.port)], socket, null, socket)
      .catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: new URL(`http://127.0.0.1:${port}`),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
