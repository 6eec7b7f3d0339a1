import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usageSource } from '../../../src/cli/invoice/scraped-usage.ts';
import { makeInvoice, type Invoice } from '../../../src/reference-stack/billing/invoice.ts';
import { parsePriceList } from '../../../src/reference-stack/billing/price-list.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { startPrometheus, type RealPrometheus } from '../../helpers/real-prometheus.ts';

const signal = AbortSignal.timeout(60_000);
let prometheus: RealPrometheus;
let server: Server;
/** What the scraped process says of itself. */
let metrics = '';

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  prometheus = await startPrometheus(signal);
});
afterAll(async () => {
  await prometheus[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

const address = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Counts {
  startedMs: number;
  served?: number;
  refused?: number;
  gpuSeconds?: number;
}

/** The process says this from now on; resolves when that was scraped. */
async function says({ startedMs, served, refused, gpuSeconds }: Counts): Promise<void> {
  const requests = (status: number): string =>
    `tenant_requests_total{tenant_id="tenant-x",status="${status}"}`;
  const lines: [series: string, value: number | undefined][] = [
    ['process_start_time_seconds', startedMs / 1000],
    [requests(200), served],
    [requests(429), refused],
    ['tenant_requests_total{tenant_id="unknown",status="401"}', refused],
    ['tenant_gpu_compute_seconds_total{tenant_id="tenant-x",model_name="m"}', gpuSeconds],
  ];
  metrics = lines
    .flatMap(([series, value]) => (value === undefined ? [] : [`${series} ${value}\n`]))
    .join('');
  await prometheus.scraped('gateway');
}

async function invoice(fromMs: number, prices: string): Promise<Invoice> {
  const parsed = parsePriceList(prices);
  if ('error' in parsed) throw new Error(parsed.error);
  const toMs = nowMs();
  const request = { tenantId: 'tenant-x', periodDays: (toMs - fromMs) / 86_400_000, toMs };
  const usage = await usageSource(prometheus.url, signal).usageOf(request, parsed.prices.billed_statuses);
  return makeInvoice(request, usage, parsed.prices);
}

test('what a real Prometheus scraped is billed to the last request, through resets', async () => {
  const startedMs = nowMs() - 3_600_000;
  metrics = '';
  await prometheus.scrape([{ app: 'gateway', pod: 'gateway-1', address: address() }]);
  await says({ startedMs, served: 100, refused: 3, gpuSeconds: 10 });
  const fromMs = nowMs();
  await says({ startedMs, served: 112, refused: 5, gpuSeconds: 10.5 });
  // The process ends and another one counts from zero under the same name, twice.
  await says({ startedMs: nowMs() });
  await says({ startedMs: nowMs(), served: 30, refused: 1, gpuSeconds: 0.25 });
  await says({ startedMs: nowMs(), served: 4, gpuSeconds: 0.125 });
  const right = { requests: 12 + 30 + 4, compute_seconds: 0.875, uncertain_targets: [] };
  expect(await invoice(fromMs, '')).toMatchObject(right);
  expect(await invoice(fromMs, 'billed_statuses: [200, 429]')).toMatchObject({ requests: 46 + 2 + 1 });
  expect((await invoice(fromMs, 'counter_growth: last-minus-first')).requests).toBeLessThan(right.requests);
  expect(await usageSource(prometheus.url, signal).tenants()).toEqual(['tenant-x']);

  // A pod in its place.
  const replacedMs = nowMs();
  metrics = `process_start_time_seconds ${replacedMs / 1000}\n`;
  await prometheus.scrape([{ app: 'gateway', pod: 'gateway-2', address: address() }]);
  await says({ startedMs: replacedMs, served: 7 });
  expect(await invoice(fromMs, '')).toMatchObject({ ...right, requests: right.requests + 7 });
  // A period that ends where another begins shares nothing with it.
  expect(await invoice(nowMs(), '')).toMatchObject({ requests: 0, compute_seconds: 0, total: '0' });
});

test('a Prometheus that is not there is named', async () => {
  const source = usageSource(new URL(`http://127.0.0.1:${await freePort()}`), signal);
  await expect(source.tenants()).rejects.toMatchObject({ code: 'prometheus-failed' });
});
