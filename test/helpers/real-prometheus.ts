import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrometheusDriver } from 'prometheus-query';
import { byLabel, freshScrape } from '../../src/experiment/probes/prometheus.ts';
import { silentProgress } from '../../src/model/progress.ts';
import { nowMs } from '../../src/system/clock.ts';
import { freePort } from '../../src/system/free-port.ts';
import { waitUntil } from '../../src/system/wait-until.ts';
import { findPrograms } from '../../src/toolchain/toolchain.ts';

/** A process to scrape, with the labels that the stack's own Prometheus gives it. */
export interface ScrapeTarget {
  app: string;
  pod: string;
  /** Host and port. */
  address: string;
}

/** A Prometheus of the toolchain on loopback, that scrapes five times a second. */
export interface RealPrometheus extends AsyncDisposable {
  url: URL;
  /** Resolves when these are scraped, and no others. */
  scrape(targets: readonly ScrapeTarget[]): Promise<void>;
  /** Resolves when every target of the app was scraped after this call. */
  scraped(app: string): Promise<void>;
}

export async function startPrometheus(signal: AbortSignal): Promise<RealPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-prometheus-'));
  const targetsFile = join(folder, 'targets.json');
  await writeFile(targetsFile, '[]');
  await writeFile(join(folder, 'prometheus.yml'), configOf(targetsFile));
  const { url, [Symbol.asyncDispose]: stop } = await runPrometheus(folder, signal);
  const driver = new PrometheusDriver({ endpoint: url.origin });
  return {
    url,
    scrape: async (targets) => {
      await writeFile(`${targetsFile}.new`, JSON.stringify(targets.map(asStaticConfig)));
      await rename(`${targetsFile}.new`, targetsFile);
      const wanted = listed(targets.map(({ pod }) => pod));
      await waitUntil(
        async () => {
          const scraped = listed(Object.keys(await byLabel(driver, 'pod', 'up')));
          return scraped === wanted ? { ready: true } : { seen: scraped };
        },
        { what: `scrapes of ${wanted}`, timeoutMs: 20_000, signal },
      );
    },
    scraped: async (app) => void (await freshScrape(driver, { app, sinceMs: nowMs(), signal })),
    [Symbol.asyncDispose]: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The toolchain's Prometheus with the `prometheus.yml` of a folder, which also takes its data. */
export async function runPrometheus(
  folder: string,
  signal: AbortSignal,
): Promise<Pick<RealPrometheus, 'url' | typeof Symbol.asyncDispose>> {
  const programs = await findPrograms(['prometheus'], { env: process.env, signal, progress: silentProgress });
  const port = await freePort();
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      programs.prometheus,
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const url = new URL(`http://127.0.0.1:${port}`);
  await waitUntil(
    async (probe) => {
      const { ok } = await fetch(new URL('/-/ready', url), { signal: probe });
      return ok ? { ready: true } : { seen: 'not ready' };
    },
    { what: 'Prometheus', timeoutMs: 20_000, signal },
  );
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const listed = (pods: readonly string[]): string => pods.toSorted().join(', ');

const asStaticConfig = ({ address, ...labels }: ScrapeTarget): object => ({ targets: [address], labels });

const configOf = (targetsFile: string): string => `
global: { scrape_interval: 200ms, scrape_timeout: 200ms }
scrape_configs:
  - job_name: test
    file_sd_configs: [{ files: ['${targetsFile}'], refresh_interval: 1s }]
`;
