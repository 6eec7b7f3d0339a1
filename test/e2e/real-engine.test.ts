import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Verdict } from '../../src/model/report.ts';
import { whySkipped } from '../helpers/container-engine.ts';
import { findEnvoy, startEnvoy } from '../helpers/envoy.ts';
import { findLlama, startLlama } from '../helpers/llama-server.ts';
import { startPrometheus } from '../helpers/real-prometheus.ts';
import { runCli } from '../helpers/run-cli.ts';
import { testReports } from '../helpers/test-reports.ts';
import { whyNot } from '../helpers/why-not.ts';

const { signal } = new AbortController();
const lack = (await whyNot(findLlama(signal))) ?? (await whyNot(findEnvoy(signal)));

const promises = {
  'team-a': { requestsPerMinute: 2400, burstRequests: 40 },
  'team-b': { requestsPerMinute: 300, burstRequests: 10 },
};

const slo = (name: string, sli: string): object => ({
  apiVersion: 'openslo/v1',
  kind: 'SLO',
  metadata: { name },
  spec: {
    service: 'victim',
    indicator: {
      metadata: { name: `${name}-of-victim` },
      spec: { thresholdMetric: { metricSource: { type: 'tenantproof', spec: { sli } } } },
    },
    budgetingMethod: 'Occurrences',
    // Of an engine that computes on one core beside everything else; what is asked is whether it is measured at all.
    objectives: [{ op: 'lte', value: 3000, targetPercent: 95 }],
  },
});

const env = { KEY_OF_A: 'key-of-team-a', KEY_OF_B: 'key-of-team-b' };

interface RealStack extends AsyncDisposable {
  endpoint: string;
  prometheus: string;
}

/** llama.cpp's own server, a gateway before it that keeps what was promised, and a Prometheus that scrapes it. */
async function startStack(): Promise<RealStack> {
  await using starting = new AsyncDisposableStack();
  const llama = starting.use(await startLlama({ width: 256 }, signal));
  const tenants = Object.entries(promises).map(([name, promise]) => ({ key: `key-of-${name}`, ...promise }));
  const envoy = starting.use(await startEnvoy({ upstream: llama.url, tenants }, signal));
  const prometheus = starting.use(await startPrometheus(signal));
  await prometheus.scrape([{ app: 'engine', pod: 'llama', address: llama.url.host }]);
  const running = starting.move();
  return {
    endpoint: `${envoy.url.href}v1`,
    prometheus: prometheus.url.origin,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** All values of an engine's metric that a run recorded last. */
async function scraped(role: string, runFolder: string): Promise<number[]> {
  const lines = (await readFile(join(runFolder, 'observations.ndjson'), 'utf8')).trimEnd().split('\n');
  const metrics = lines
    .map((line) => JSON.parse(line) as Partial<MetricSeen>)
    .filter((seen) => seen.kind === 'engine-metric' && seen.role === role);
  return metrics.at(-1)?.series?.flatMap(({ values }) => values) ?? [];
}

interface MetricSeen {
  kind: string;
  role: string;
  series: { values: number[] }[];
}

describe.skipIf(lack !== undefined)(`llama.cpp behind Envoy, without a cluster${whySkipped(lack)}`, () => {
  test('its first token and the time between its tokens are measured, and the scenario is judged', async () => {
    await using reports = await testReports();
    const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-llama-run-'));
    await using stack = await startStack();
    const objectives = join(folder, 'tokens.yaml');
    const slos = [slo('starts-soon', 'first-token-latency'), slo('goes-on', 'inter-token-latency')];
    await writeFile(objectives, slos.map((one) => stringify(one)).join('---\n'));
    const tenant = (name: 'team-a' | 'team-b'): object => ({
      name,
      key: { env: `KEY_OF_${name.slice(-1).toUpperCase()}` },
      model: 'random-llama',
      promises: promises[name],
    });
    const config = join(folder, 'tenantproof.yaml');
    const target = {
      endpoint: stack.endpoint,
      prometheus: { url: stack.prometheus, engine: 'llama.cpp' },
      tenants: [tenant('team-a'), tenant('team-b')],
    };
    await writeFile(
      config,
      stringify({
        target,
        // For eight pairs: a first look at four of which this machine disturbs most sees nothing.
        budget: { rateRps: 60, requests: 12_000 },
        victim: { stream: true },
        objectives: [objectives],
        // Both tenants are computed on one core: the usual limit would be a verdict on this machine, after many pairs.
        limits: { p99Ratio: 5 },
      }),
    );
    const {
      exitCode: code,
      stdout,
      stderr,
    } = await runCli(
      ['verify', '--config', config, '--scenario', 'request-flood', '--reports', reports.folder],
      { env },
    );
    const { folder: runFolder, report } = await reports.latest();
    const verdict = (check: string): Verdict | undefined =>
      report.verdicts.find(({ id }) => id.endsWith(`/protected/${check}`));
    for (const id of ['starts-soon', 'goes-on']) {
      // An engine that computes on one core beside everything else may be disturbed; it is measured all the same.
      // What is told where nothing was measured: why.
      expect(verdict(id)?.measured ?? { code, stdout, stderr }).toEqual(expect.any(Number));
      expect(verdict(id)).toMatchObject({ status: expect.toBeOneOf(['held', 'inconclusive']), unit: 'ms' });
      expect(verdict(id)?.measured).toBeGreaterThan(0);
      expect(verdict(id)?.samples).toBeGreaterThan(300);
    }
    expect(verdict('admitted-within-rate')).toMatchObject({ status: 'held', control: 'not-exercised' });
    // Two tenants on one core: whether the ratio holds is the engine's business, that it is told is ours.
    expect(verdict('victim-p99-ratio')?.measured).toBeGreaterThan(0);
    // The engine's own account, which Prometheus has.
    expect(Math.max(...(await scraped('requestsRunning', runFolder)))).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
  });

  test('settings as init writes them run unchanged: the limit at the turn of the minute is held', async () => {
    await using reports = await testReports();
    await using stack = await startStack();
    const config = join(reports.folder, 'written.yaml');
    const tenants = ['team-a,rpm=2400,burst=40,key-env=KEY_OF_A', 'team-b,rpm=300,burst=10,key-env=KEY_OF_B'];
    const written = await runCli(
      ['init', '--endpoint', stack.endpoint, '--prometheus', stack.prometheus, '--output', config].concat(
        tenants.flatMap((tenant) => ['--tenant', tenant]),
      ),
      { env },
    );
    expect(written).toMatchObject({ exitCode: exitCode.held, stderr: written.stderr });
    const text = await readFile(config, 'utf8');
    expect(text).toContain('model: random-llama # seen');
    expect(text).toContain('engine: llama.cpp');
    const played = await runCli(
      ['verify', '--config', config, '--scenario', 'window-boundary', '--reports', reports.folder],
      { env },
    );
    expect(played).toMatchObject({ exitCode: exitCode.held, stderr: played.stderr, stdout: played.stdout });
    const { report } = await reports.latest();
    expect(report.verdicts.map(({ id, status, control }) => [id.split('/').at(-1), status, control])).toEqual(
      [
        ['admitted-in-any-minute', 'held', 'not-exercised'],
        ['admitted-in-any-stretch', 'held', 'not-exercised'],
      ],
    );
  });
});
