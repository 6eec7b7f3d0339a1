import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface LimitedServer extends AsyncDisposable {
  url: URL;
  /** Requests that came in, whatever became of them. */
  asked(): number;
}

/** An OpenAI-compatible gateway on loopback that knows everybody, limits everybody alike, and counts. */
export async function limitedServer(limit: {
  requestsPerMinute: number;
  burstRequests: number;
}): Promise<LimitedServer> {
  const buckets = new Map<string, { left: number; atMs: number }>();
  let asked = 0;
  const isAdmitted = (key: string): boolean => {
    const nowMs = performance.now();
    const { left, atMs } = buckets.get(key) ?? { left: limit.burstRequests, atMs: nowMs };
    const refilled = left + ((nowMs - atMs) * limit.requestsPerMinute) / 60_000;
    const now = Math.min(limit.burstRequests, refilled);
    buckets.set(key, { left: now >= 1 ? now - 1 : now, atMs: nowMs });
    return now >= 1;
  };
  const server = createServer((request, response) => {
    asked++;
    request.resume();
    const json = { 'content-type': 'application/json' };
    if (isAdmitted(request.headers.authorization ?? '')) response.writeHead(200, json).end(completion);
    else response.writeHead(429, { ...json, 'retry-after': '1' }).end(refusal);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

const completion = JSON.stringify({
  choices: [{ index: 0, message: { role: 'assistant', content: 'hello' } }],
  usage: { prompt_tokens: 20, completion_tokens: 1, total_tokens: 21 },
});
const refusal = JSON.stringify({ error: { code: 'rate_limit_exceeded' } });
