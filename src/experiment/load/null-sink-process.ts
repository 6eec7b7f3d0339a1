// The process of `null-sink.ts`: prints its port and refuses every request until it is killed. It may be told the port.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(429, { 'retry-after': '1', 'content-length': 0 }).end();
  });
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
