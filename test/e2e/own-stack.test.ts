import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Report, Verdict } from '../../src/model/report.ts';
import { whySkipped } from '../helpers/container-engine.ts';
import { findEnvoy, startEnvoy, type RunningEnvoy } from '../helpers/envoy.ts';
import { filesUnder } from '../helpers/files-under.ts';
import { engineHeaders, startEngine, type LoopbackEngine } from '../helpers/loopback-engine.ts';
import { runCli, type CliResult } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';
import { whyNot } from '../helpers/why-not.ts';

const lack = await whyNot(findEnvoy(AbortSignal.timeout(300_000)));

/** Told to tenants, and kept by Envoy if it is set up as promised. */
const promises = {
  'team-a': { requestsPerMinute: 12_000, burstRequests: 60 },
  'team-b': { requestsPerMinute: 900, burstRequests: 20 },
};
/** Of team-b's key it is known byte by byte: it stands in the settings. */
const keys = {
  'team-a': 'sk-victim-0f1e2d3c4b5a69788796a5b4',
  'team-b': 'sk-aggressor-77c1d2e3f4a5b6c7d8e9',
};

describe.skipIf(lack !== undefined)(`Envoy before an engine, without a cluster${whySkipped(lack)}`, () => {
  let folder: string;
  let reports: TestReports;
  let engine: LoopbackEngine;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-own-stack-'));
    reports = await testReports();
    engine = await startEngine({ SLOTS: '16', STEP_MS: '2' });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await reports[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** An Envoy that lets team-b have so many times the rate that it was promised. */
  const envoy = (timesPromise: number): Promise<RunningEnvoy> =>
    startEnvoy(
      {
        upstream: engine.url,
        tenants: (['team-a', 'team-b'] as const).map((name) => ({
          key: keys[name],
          requestsPerMinute: promises[name].requestsPerMinute * (name === 'team-b' ? timesPromise : 1),
          burstRequests: promises[name].burstRequests,
          upstreamHeaders: engineHeaders(name),
        })),
      },
      // It is what ends Envoy: a time limit here would end it in mid-run.
      new AbortController().signal,
    );

  const env = { VICTIM_KEY: keys['team-a'], AGGRESSOR_KEY: keys['team-b'] };

  async function play(config: string, flags: readonly string[]): Promise<CliResult & { report: Report }> {
    const args = ['verify', '--config', config, '--reports', reports.folder, ...flags];
    const result = await runCli(args, { env });
    const { report } = await reports.latest();
    return { ...result, report };
  }

  /** With a key in the settings themselves. */
  async function verify(at: RunningEnvoy, flags: readonly string[]): Promise<CliResult & { report: Report }> {
    const settings = {
      target: {
        endpoint: new URL('/v1', at.url).href,
        tenants: [
          { name: 'team-a', key: { env: 'VICTIM_KEY' }, model: 'small', promises: promises['team-a'] },
          { name: 'team-b', key: keys['team-b'], model: 'small', promises: promises['team-b'] },
        ],
      },
      budget: { rateRps: 300, requests: 100_000 },
    };
    const config = join(folder, 'tenantproof.yaml');
    await writeFile(config, stringify(settings));
    return play(config, flags);
  }

  /** In what a command printed, and in all that its runs left. */
  function expectNoKeyIn({ stdout, stderr }: CliResult): void {
    const written = filesUnder(reports.folder);
    expect(written.length).toBeGreaterThan(20);
    for (const key of Object.values(keys)) {
      expect(stdout + stderr).not.toContain(key);
      expect(written.filter(({ bytes }) => bytes.includes(key)).map(({ path }) => path)).toEqual([]);
    }
  }

  const statusOf = (check: string, { verdicts }: Report): Verdict['status'] | undefined =>
    verdicts.find(({ id }) => id.endsWith(`/protected/${check}`))?.status;

  test('limits as promised, and the settings as init writes them: held, and it says that no control was removed', async () => {
    await using at = await envoy(1);
    const config = join(folder, 'written.yaml');
    const tenants = [
      'team-a,rpm=12000,burst=60,key-env=VICTIM_KEY',
      'team-b,rpm=900,burst=20,key-env=AGGRESSOR_KEY',
    ];
    const written = await runCli(
      ['init', '--endpoint', new URL('/v1', at.url).href, '--output', config].concat(
        tenants.flatMap((tenant) => ['--tenant', `${tenant},model=small`]),
      ),
      { env },
    );
    expect(written).toMatchObject({ exitCode: exitCode.held, stderr: written.stderr });
    const { exitCode: code, report, stdout, stderr } = await play(config, []);
    const unlike = report.verdicts
      .filter(({ status }) => status === 'breached' || status === 'inconclusive')
      .map(({ id, status, reason }) => `${id} ${status}: ${reason}`);
    expect({ unlike, code, stdout, stderr }).toEqual({ unlike: [], code: exitCode.held, stdout, stderr });
    expect(report.run.endpoint).toBe(at.url.origin);
    expect(report.run.cluster).toBeUndefined();
    const tried = report.verdicts.filter(({ scenario }) => scenario === 'request-flood');
    expect(Object.fromEntries(tried.map(({ id, status }) => [id.split('/').at(-1), status]))).toEqual({
      'victim-p99-ratio': 'held',
      'victim-errors': 'held',
      'admitted-within-rate': 'held',
      'refusals-explained': 'held',
      'victim-seen-alike': 'not-verified',
    });
    for (const { control, evidence } of tried.filter(({ status }) => status === 'held')) {
      expect(control).toBe('not-exercised');
      expect(evidence).toContainEqual(expect.stringMatching(/^The attack was felt: .* were refused/));
    }
    const others = report.verdicts.filter(({ scenario }) => scenario !== 'request-flood');
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['not-verified']));
    expect(report.summary).toMatchObject({
      breached: 0,
      inconclusive: 0,
      controlsCaught: 0,
      controlsMissed: 0,
    });
  });

  test('a limit above the promise: breached, with what was let in', async () => {
    await using at = await envoy(4);
    const { report, ...played } = await verify(at, ['--scenario', 'request-flood']);
    expect(played.exitCode).toBe(exitCode.breached);
    expectNoKeyIn(played);
    expect(statusOf('admitted-within-rate', report)).toBe('breached');
    const found = report.verdicts.find(({ id }) => id.endsWith('admitted-within-rate'));
    expect(found?.reason).toMatch(/requests admitted in [\d.]+ s, [\d.,]+ allowed/);
    expect(found?.blame?.control).toContain('limiter');
  });

  test('no key is in anything that a run leaves or says', async () => {
    await using at = await envoy(1);
    const planned = await verify(at, ['--scenario', 'window-boundary', '--dry-run']);
    expect(planned.exitCode).toBe(exitCode.held);
    expect(planned.stderr).toMatch(/tenantproof\.yaml:\d+:\d+: an API key stands here/);
    expectNoKeyIn(planned);
  });
});
