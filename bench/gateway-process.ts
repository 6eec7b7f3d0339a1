import { freePort } from '../src/system/free-port.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GatewayProcess extends AsyncDisposable {
  url: string;
  /** Processor time that the gateway has used so far, by its own account. */
  cpuSeconds(): Promise<number>;
}

const entryPoint = join(import.meta.dirname, '../src/reference-stack/gateway/main.ts');

const tenant = (tenant_id: string, rate_limit_rpm: number): object => ({
  tenant_id,
  model_name: 'm',
  max_batch_size: 64,
  memory_limit_gb: 1,
  rate_limit_rpm,
  burst_requests: 1,
  rate_limit_tpm: 1e12,
  max_concurrency: 1e6,
  weight: 1,
});

/** Starts the gateway as a process of its own: tenant `fast` has no limit to speak of, `slow` one request a minute. */
export async function startGatewayProcess(engineUrl: string): Promise<GatewayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-gateway-'));
  const tenants = [{ ...tenant('fast', 1e9), burst_requests: 1_000_000 }, tenant('slow', 1)];
  const config = { limiter: 'gcra', queue: 'fair', queue_bound: 10_000, engine_slots: 64, tenants };
  const files = { CONFIG_FILE: join(folder, 'gateway.yaml'), API_KEYS_FILE: join(folder, 'keys.json') };
  // JSON is YAML too.
  await writeFile(files.CONFIG_FILE, JSON.stringify(config));
  await writeFile(files.API_KEYS_FILE, JSON.stringify({ fast: 'fast', slow: 'slow' }));
  const port = await freePort();
  const child = spawn(process.execPath, [entryPoint], {
    env: { ...process.env, ...files, PORT: String(port), ENGINE_URLS: engineUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const cpuSeconds = async (): Promise<number> => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]);
  };
  await ready(url, AbortSignal.timeout(10_000));
  return {
    url,
    cpuSeconds,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

async function ready(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const answer = await fetch(`${url}/readyz`, { signal }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
