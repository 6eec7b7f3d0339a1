import { once } from 'node:events';
import { createServer, request } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { createAuthority } from '../../src/cluster/embedded/certificates.ts';

/** Stands before a real API server and passes every call on, but for those that it is told to fail. */
export interface FailingApiServer extends AsyncDisposable {
  /** The given kubeconfig, led through here. */
  kubeconfig: string;
  /** Counts from 1 again. The n-th call is answered with 500, and so is each repetition of it; none if undefined. */
  failFrom(n: number | undefined): void;
  /** Method and path of every call since then. */
  calls(): readonly string[];
  /** Method and path of the call that failed, if it came to that. */
  failed(): string | undefined;
}

/** @param guest text of a kubeconfig whose user has a token, which is passed on as it comes */
export async function startFailingApiServer(guest: string): Promise<FailingApiServer> {
  const kube = new KubeConfig();
  kube.loadFromString(guest);
  const real = kube.getCurrentCluster();
  const user = kube.getCurrentUser();
  if (!real || !user) throw new Error('the kubeconfig has no current context');
  const ca = Buffer.from(real.caData ?? '', 'base64');

  let failsAt: number | undefined;
  let failing: string | undefined;
  let calls: string[] = [];
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const call = `${incoming.method} ${incoming.url?.split('?')[0]}`;
    calls.push(call);
    if (calls.length === failsAt) failing = call;
    if (call === failing) refuse(incoming, outgoing);
    else passOn(incoming, outgoing, { server: real.server, ca });
  };

  const authority = await createAuthority(new Date());
  const { certificate, key } = await authority.issue({ commonName: 'proxy', hosts: ['127.0.0.1'] });
  const server = createServer({ cert: certificate, key }, handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const led = new KubeConfig();
  led.loadFromClusterAndUser(
    {
      name: real.name,
      server: `https://127.0.0.1:${port}`,
      caData: Buffer.from(authority.certificate).toString('base64'),
      skipTLSVerify: false,
    },
    user,
  );
  return {
    kubeconfig: led.exportConfig(),
    failFrom(n) {
      failsAt = n;
      failing = undefined;
      calls = [];
    },
    calls: () => calls,
    failed: () => failing,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As an API server does that cannot reach its store. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  outgoing.writeHead(500, { 'content-type': 'application/json' });
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'InternalError', code: 500 };
  outgoing.end(JSON.stringify({ ...status, message: 'etcdserver: request timed out' }));
}

function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { server, ca }: { server: string; ca: Buffer },
): void {
  const { method, url, headers } = incoming;
  const onward = request(new URL(url ?? '/', server), { method, headers, ca }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
