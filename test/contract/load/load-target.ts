import { gunzipSync } from 'node:zlib';
import type { CoreV1Api } from '@kubernetes/client-node';
import { digestRecording } from '../../../src/judge/load/digest-recording.ts';
import type { LoadSamples } from '../../../src/model/load-samples.ts';
import type { Observation } from '../../../src/model/observation.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { nodeImage } from '../../helpers/embedded-cluster.ts';

/** Answers after 0 to 30 ms, and tells at `/seen` how many requests came, how many of them alike, and with which keys. */
const targetProgram = `
let requests = 0;
let bodies = new Set();
let keys = new Set();
require('node:http').createServer((request, response) => {
  if (request.url === '/seen') return response.end(JSON.stringify({ requests, distinct: bodies.size, keys: [...keys] }));
  if (request.url === '/forget') { requests = 0; bodies = new Set(); keys = new Set(); return response.end(); }
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    requests += 1;
    bodies.add(body);
    keys.add(request.headers.authorization);
    setTimeout(() => response.end('{}'), (requests * 7919) % 31);
  });
}).listen(8080)`;

/** A pod that takes any request. */
export async function startTarget(core: CoreV1Api, signal: AbortSignal): Promise<URL> {
  const namespace = 'default';
  await waitUntil(
    async () => ({ ready: await core.readNamespacedServiceAccount({ name: 'default', namespace }) }),
    { what: 'the default service account', timeoutMs: 20_000, signal },
  );
  const container = { name: 'main', image: nodeImage, imagePullPolicy: 'Never', args: ['-e', targetProgram] };
  await core.createNamespacedPod({
    namespace,
    body: { metadata: { name: 'target' }, spec: { containers: [container] } },
  });
  return waitUntil(
    async (probe) => {
      const { status } = await core.readNamespacedPod({ name: 'target', namespace });
      if (status?.podIP === undefined) return { seen: status?.phase ?? 'no phase' };
      const url = new URL(`http://${status.podIP}:8080`);
      await fetch(new URL('/seen', url), { signal: probe });
      return { ready: url };
    },
    { what: 'the target to answer', timeoutMs: 60_000, signal },
  );
}

/** By nearest rank, written anew: neither the harness' merging nor the judge's counting is in it. */
export function exactPercentile(file: Buffer, share: number): { rows: number; percentileMs: number } {
  const [header = '', ...rows] = gunzipSync(file).toString().trim().split('\n');
  const column = header.split(',').indexOf('latency_ms');
  const latencies = rows.map((row) => Number(row.split(',')[column])).sort((a, b) => a - b);
  return {
    rows: rows.length,
    percentileMs: latencies[Math.ceil(share * latencies.length) - 1] ?? Number.NaN,
  };
}

/** As the judge counts it up over the whole load, taken as one window. */
export function judgedPercentile(samples: LoadSamples, share: number): number {
  const fromMs = Math.min(...samples.intendedMs);
  const toMs = Math.max(...samples.intendedMs) + 1;
  const window = {
    kind: 'window',
    index: 0,
    pair: 0,
    phase: 'baseline',
    fromMs,
    measureFromMs: fromMs,
    toMs,
  } as const;
  const observation: Observation = { atMs: 0, scenario: 's', arm: 'protected', ...window };
  const digest = digestRecording({ observations: [observation], victim: samples });
  return digest.victim?.windows.get(0)?.latency.percentile(share) ?? Number.NaN;
}
