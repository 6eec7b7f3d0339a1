import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startGatewayProcess, type GatewayProcess } from './gateway-process.ts';

export interface GatewayBench {
  /** What the gateway adds to the latency of an engine that takes no time, one request at a time. */
  addedMs: { p50: number; p99: number };
  /** Completions per second of the gateway's processor time. */
  completionsPerCore: number;
  /** Refusals (429) per second of the gateway's processor time. */
  refusalsPerCore: number;
}

const body = JSON.stringify({
  model: 'm',
  prompt: 'The reference request: sixteen tokens are sixty-four bytes long.',
  max_tokens: 6,
});
const answer = JSON.stringify({
  id: 'cmpl-1',
  object: 'text_completion',
  model: 'm',
  choices: [{ index: 0, text: 'one two three four five six', finish_reason: 'length' }],
  usage: { prompt_tokens: 16, completion_tokens: 6, total_tokens: 22 },
});

const warmUpMs = 2000;
const latencyMs = 4000;
const throughputMs = 2500;
const concurrency = 32;

/** Measures the gateway over loopback against an engine that answers at once. Takes about 15 s. */
export async function benchGateway(): Promise<GatewayBench> {
  const engine = await startStubEngine();
  const engineUrl = urlOf(engine);
  try {
    await using gateway = await startGatewayProcess(engineUrl);
    const agent = new Agent({ keepAlive: true });
    const viaGateway = sender(gateway.url, agent, 'fast');
    await hammer(viaGateway, warmUpMs);
    const addedMs = await addedLatency(sender(engineUrl, agent, 'fast'), viaGateway);
    const completionsPerCore = await perCore(gateway, viaGateway);
    const refusalsPerCore = await perCore(gateway, sender(gateway.url, agent, 'slow'));
    agent.destroy();
    return { addedMs, completionsPerCore, refusalsPerCore };
  } finally {
    engine.closeAllConnections();
    engine.close();
  }
}

type Send = () => Promise<void>;

async function startStubEngine(): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    incoming.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
      response.end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sender(url: string, agent: Agent, key: string): Send {
  const { hostname: host, port } = new URL(url);
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': body.length,
  };
  return () =>
    new Promise((resolve, reject) => {
      const sent = request(
        { host, port, agent, method: 'POST', path: '/v1/completions', headers },
        (response) => response.resume().once('end', resolve).once('error', reject),
      );
      sent.once('error', reject);
      sent.end(body);
    });
}

/** Direct and through the gateway in turn, so that whatever else the machine does falls on both alike. */
async function addedLatency(direct: Send, viaGateway: Send): Promise<{ p50: number; p99: number }> {
  const times = { direct: [] as number[], viaGateway: [] as number[] };
  const endMs = performance.now() + latencyMs;
  while (performance.now() < endMs) {
    times.direct.push(await timed(direct));
    times.viaGateway.push(await timed(viaGateway));
  }
  const added = (share: number): number => quantile(times.viaGateway, share) - quantile(times.direct, share);
  return { p50: added(0.5), p99: added(0.99) };
}

async function timed(send: Send): Promise<number> {
  const fromMs = performance.now();
  await send();
  return performance.now() - fromMs;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

async function perCore(gateway: GatewayProcess, send: Send): Promise<number> {
  await hammer(send, warmUpMs / 4);
  const before = await gateway.cpuSeconds();
  const sent = await hammer(send, throughputMs);
  return sent / ((await gateway.cpuSeconds()) - before);
}

/** Sends as fast as answers come, a bounded number at once; returns how many. */
async function hammer(send: Send, durationMs: number): Promise<number> {
  const endMs = performance.now() + durationMs;
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < endMs) {
      await send();
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return sent;
}

if (import.meta.main) console.log(await benchGateway());
