import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import { createEngineServer } from '../../../src/reference-stack/engine/engine.ts';
import { readSettings } from '../../../src/reference-stack/engine/settings.ts';
import type { Readiness } from '../../../src/reference-stack/gateway/control.ts';
import { createGateway, type Gateway } from '../../../src/reference-stack/gateway/gateway.ts';

const tenant = (tenant_id: string, overrides: object): object => ({
  tenant_id,
  model_name: 'llama-3-8b',
  max_batch_size: 8,
  memory_limit_gb: 20,
  rate_limit_rpm: 600,
  burst_requests: 100,
  rate_limit_tpm: 100_000,
  max_concurrency: 100,
  weight: 1,
  ...overrides,
});

export interface StackOptions {
  /** Overrides of `gateway.yaml`. */
  config?: object;
  /** Overrides of tenant-b. */
  b?: object;
  engineEnv?: Record<string, string>;
}

export interface LoopbackStack extends AsyncDisposable {
  url: string;
  control: Gateway['control'];
  /** The text of a `gateway.yaml`. */
  configText(options?: StackOptions): string;
  readiness(): Promise<Readiness>;
  /** Value of a metric of the gateway or the engine, by its line without the value; 0 if it is not there. */
  metric(of: 'gateway' | 'engine', series: string): Promise<number>;
  complete(options?: CompleteOptions): Promise<Response>;
}

export interface CompleteOptions {
  key?: string;
  path?: string;
  body?: object | string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export const smallRequest = {
  model: 'llama-3-8b',
  prompt: 'sixteen tokens are sixty-four bytes.',
  max_tokens: 2,
};

/** Runs for 20 s if nobody ends it: longer than a test may take. */
export const endless = { ...smallRequest, max_tokens: 20_000 };

/** A gateway and an engine in this process, talking over loopback; model loads take no time. */
export async function startStack(options: StackOptions = {}): Promise<LoopbackStack> {
  const engine = createEngineServer(readSettings({ MODEL_LOAD_MS: '0', STEP_MS: '1', ...options.engineEnv }));
  const { server, control } = createGateway();
  const [engineUrl, url] = await Promise.all([engine, server].map(listen));
  if (engineUrl === undefined || url === undefined) throw new Error('two servers listen');
  control.setConfig(configText(options), 'first');
  control.setKeys(
    new Map([
      ['tenant-a', 'key-a'],
      ['tenant-b', 'key-b'],
    ]),
    'keys-1',
  );
  control.setEngines([engineUrl]);
  return {
    url,
    control,
    configText,
    readiness: async () => (await (await fetch(`${url}/readyz`)).json()) as Readiness,
    metric: async (of, series) => {
      const text = await (await fetch(`${of === 'gateway' ? url : engineUrl}/metrics`)).text();
      const line = text.split('\n').find((line) => line.startsWith(`${series} `));
      return Number(line?.slice(series.length + 1) ?? 0);
    },
    complete: async ({
      key = 'key-a',
      path = '/v1/completions',
      body = smallRequest,
      headers = {},
      signal,
    } = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    [Symbol.asyncDispose]: async () => {
      for (const each of [server, engine]) {
        each.closeAllConnections();
        each.close();
        await once(each, 'close');
      }
    },
  };
}

function configText({ config = {}, b = {} }: StackOptions = {}): string {
  return stringify({
    limiter: 'gcra',
    queue: 'fair',
    engine_slots: 8,
    tenants: [tenant('tenant-a', {}), tenant('tenant-b', b)],
    ...config,
  });
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Asks until it is so; for effects that reach the other side over a socket. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
