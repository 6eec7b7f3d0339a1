import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createEngineServer } from '../../src/reference-stack/engine/engine.ts';
import { readSettings } from '../../src/reference-stack/engine/settings.ts';

export interface LoopbackEngine extends AsyncDisposable {
  url: URL;
  /** As the gateway would. */
  complete(tenant: string, body: object, options?: CompleteOptions): Promise<Response>;
  /** Value of a metric by its line without the value; 0 if it is not there. */
  metric(series: string): Promise<number>;
}

export interface CompleteOptions {
  maxBatchSize?: number;
  signal?: AbortSignal;
}

/** An engine in this process, without a gateway; model loads take no time. */
export async function startEngine(env: Record<string, string> = {}): Promise<LoopbackEngine> {
  const server = createEngineServer(readSettings({ MODEL_LOAD_MS: '0', STEP_MS: '1', ...env }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    url,
    complete: (tenant, body, { maxBatchSize = 8, signal } = {}) =>
      fetch(new URL('/v1/completions', url), {
        method: 'POST',
        headers: engineHeaders(tenant, maxBatchSize),
        body: JSON.stringify({ model: 'm', prompt: 'hello', ...body }),
        ...(signal ? { signal } : {}),
      }),
    metric: async (series) => {
      const text = await (await fetch(new URL('/metrics', url))).text();
      const line = text.split('\n').find((line) => line.startsWith(`${series} `));
      return Number(line?.slice(series.length + 1) ?? 0);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function engineHeaders(tenant: string, maxBatchSize = 8): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-tenant-id': tenant,
    'x-tenant-max-batch-size': `${maxBatchSize}`,
    'x-tenant-memory-limit-bytes': `${24 * 2 ** 30}`,
  };
}
