import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request as it came, and the answer to be given. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  response: ServerResponse;
}

export interface SmallServer extends AsyncDisposable {
  url: URL;
  asked: Asked[];
}

/** A server on this machine that answers each request as the test says. */
export async function smallServer(answer: (asked: Asked, index: number) => void): Promise<SmallServer> {
  const asked: Asked[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A client may hang up before it has sent everything: then there is nothing to answer.
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, headers, body, response };
    answer(one, asked.push(one) - 1);
  };
  const server = createServer((request, response) => void receive(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
