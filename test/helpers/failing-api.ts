import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface FailingApi extends AsyncDisposable {
  address: string;
  /** Method and path of each call so far, from the first. */
  calls: string[];
  /** From the n-th call on, counted from 1, none is answered for `outageMs`; afterwards all are. */
  failFrom(call: number, outageMs: number): void;
  reset(): void;
}

/** Stands before a real API server and passes every call on, but those that it is told to fail. */
export async function failingApi(server: URL, ca: Buffer): Promise<FailingApi> {
  const calls: string[] = [];
  let failing: { from: number; outageMs: number; sinceMs?: number } | undefined;

  const fails = (): boolean => {
    if (!failing || calls.length < failing.from) return false;
    failing.sinceMs ??= Date.now();
    return Date.now() - failing.sinceMs < failing.outageMs;
  };
  const passOn = (call: IncomingMessage, answer: ServerResponse): void => {
    const onward = request(
      {
        host: server.hostname,
        port: server.port || 443,
        path: call.url,
        method: call.method,
        headers: { ...call.headers, host: server.host },
        ca,
      },
      (real) => {
        answer.writeHead(real.statusCode ?? 502, real.headers);
        real.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    call.pipe(onward);
  };
  const proxy = createServer((call, answer) => {
    calls.push(`${call.method} ${call.url?.split('?')[0]}`);
    if (fails()) call.socket.destroy();
    else passOn(call, answer);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    calls,
    failFrom: (from, outageMs) => void (failing = { from, outageMs }),
    reset() {
      failing = undefined;
      calls.length = 0;
    },
    [Symbol.asyncDispose]: async () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
