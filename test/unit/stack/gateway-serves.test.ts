import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { gatewayServes } from '../../../src/stack/waiting/gateway-serves.ts';
import { freePort } from '../../../src/system/free-port.ts';

it('passes over an address where nobody is any more and a gateway that is not ready, and returns the one that serves', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(asked > 1 ? 200 : 503).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const alive = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const addresses = [new URL(`http://127.0.0.1:${await freePort()}`)];
  const reach = async (): Promise<URL> => addresses.shift() ?? alive;
  expect(await gatewayServes(reach, AbortSignal.timeout(10_000))).toBe(alive);
  expect(asked).toBe(2);
  server.closeAllConnections();
  server.close();
});
