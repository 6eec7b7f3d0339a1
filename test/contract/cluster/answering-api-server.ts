import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';

/** Stands for an API server on loopback, and says to each call what it is told to. */
export async function answeringApiServer(
  answer: RequestListener,
): Promise<AsyncDisposable & { kube: KubeConfig }> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const kube = new KubeConfig();
  const place = { name: 'here', server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  kube.loadFromClusterAndUser(place, { name: 'me' });
  return {
    kube,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
