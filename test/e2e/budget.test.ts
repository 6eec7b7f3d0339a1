import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answersAsExpected } from '../../src/library/checks.ts';
import { defineScenario } from '../../src/library/define-scenario.ts';
import { verify } from '../../src/library/verify.ts';
import type { Config } from '../../src/config/schema.ts';
import { leftOf, readLedger } from '../../src/experiment/spending/ledger.ts';
import { silentProgress } from '../../src/model/progress.ts';
import { findPrograms } from '../../src/toolchain/toolchain.ts';
import { limitedServer, type LimitedServer } from '../helpers/limited-server.ts';
import { runCli, startCli } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

let folder: string;
let env: NodeJS.ProcessEnv;
let reports: TestReports;
beforeAll(async () => {
  const { signal } = new AbortController();
  const { k6 } = await findPrograms(['k6'], { env: process.env, signal, progress: silentProgress });
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-budget-'));
  // Accounts of its own, and nobody else's.
  env = { ...process.env, XDG_CACHE_HOME: folder, TENANTPROOF_PROGRAM_K6: k6 };
  reports = await testReports();
});
afterAll(async () => {
  await reports[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const tenant = (name: string, requestsPerMinute: number, burstRequests: number) => ({
  name,
  key: { env: 'SOME_KEY' },
  model: 'm',
  promises: { requestsPerMinute, burstRequests },
});

const target = (server: LimitedServer): NonNullable<Config['target']> => ({
  endpoint: server.url.href,
  tenants: [tenant('team-a', 6000, 100), tenant('team-b', 600, 10)],
});

/** What is written down as spent. */
function spentAt(server: LimitedServer): number {
  const all = { endpoint: server.url.origin, budget: { requests: 1e6, tokens: 1e9, rateRps: 1 } };
  return 1e6 - leftOf(all, readLedger(all, env)).requests;
}

/** Sends 610 requests, one after the other. */
const many = defineScenario({
  id: 'many-requests',
  question: 'Is a tenant refused that sends six hundred requests?',
  control: 'requests-per-minute limiter',
  profiles: [],
  needs: ['gateway'],
  attack: {
    kind: 'steps',
    steps: () => [
      {
        kind: 'completions',
        id: 'all',
        hostile: true,
        as: 'aggressor',
        count: 610,
        atOnce: 1,
        request: { promptTokens: 4, maxTokens: 1 },
      },
    ],
  },
  checks: [
    {
      check: answersAsExpected({
        id: 'answered',
        objective: 'Every request is served or refused',
        steps: ['all'],
        statuses: [200, 429],
      }),
      provesControl: true,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 60 },
  weaknesses: [{ fixture: 'limiter-off', removes: 'the limiter' }],
  cure: { usualCause: 'There is no limit.', fix: 'Set one.' },
});

const play = (server: LimitedServer, signal?: AbortSignal): ReturnType<typeof verify> =>
  verify({
    scenarios: [many],
    target: target(server),
    budget: { requests: 1000 },
    reports: reports.folder,
    env: { ...env, SOME_KEY: 'some-key' },
    ...(signal ? { signal } : {}),
  });

/** Plays until so many requests came in. */
async function playUntil(requests: number, server: LimitedServer): Promise<void> {
  const stop = new AbortController();
  const playing = play(server, stop.signal);
  await expect.poll(() => server.asked(), { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(requests);
  stop.abort();
  await playing.catch(() => undefined);
}

test('a run told 1,000 requests sends at most 1,000, also when it is interrupted and started again', async () => {
  await using server = await limitedServer({ requestsPerMinute: 600, burstRequests: 10 });
  await playUntil(50, server);
  const interrupted = server.asked();
  expect(spentAt(server)).toBeGreaterThanOrEqual(interrupted);
  const run = await play(server);
  expect(run.report.verdicts).toMatchObject([{ status: 'held', control: 'not-exercised' }]);
  // Each key is tried up to four times, since the limit may still be used up.
  expect(server.asked()).toBeGreaterThanOrEqual(interrupted + 612);
  expect(server.asked()).toBeLessThanOrEqual(1000);
  // It came to its end: the next has a whole budget.
  expect(spentAt(server)).toBe(0);
});

test('what is left after an interruption is told, and more is not sent', async () => {
  await using server = await limitedServer({ requestsPerMinute: 600, burstRequests: 10 });
  await playUntil(400, server);
  const sent = server.asked();
  await expect(play(server)).rejects.toThrow(/may take 618 requests.*1000 requests.*of which \d+ requests/);
  expect(server.asked()).toBe(sent);
});

test('a run whose budget is too small is refused before its first request, with what it takes', async () => {
  await using server = await limitedServer({ requestsPerMinute: 600, burstRequests: 10 });
  const config = join(folder, 'small.yaml');
  await writeFile(config, stringify({ target: target(server), budget: { requests: 1000 } }));
  const { exitCode, stderr } = await runCli(['verify', '--config', config, '--scenario', 'request-flood'], {
    env: { ...env, SOME_KEY: 'some-key' },
  });
  expect(exitCode).toBe(104);
  expect(stderr).toMatch(/request-flood may take \d+ requests and \d+ tokens.*the budget is 1000 requests/);
  expect(server.asked()).toBe(0);
});

test('of a load that is killed all counts as sent; of one that is stopped, no less than was sent', async () => {
  await using server = await limitedServer({ requestsPerMinute: 6000, burstRequests: 100 });
  const config = join(folder, 'load.yaml');
  await writeFile(config, stringify({ target: target(server), budget: { requests: 20_000 } }));
  const args = ['verify', '--config', config, '--scenario', 'request-flood', '--reports', reports.folder];
  const start = (): ReturnType<typeof startCli> => startCli(args, { env: { ...env, SOME_KEY: 'some-key' } });

  const killed = start();
  await killed.says('control in place · pair 1');
  killed.process.kill('SIGKILL');
  await killed.result;
  const afterKill = spentAt(server);
  expect(afterKill).toBeGreaterThan(5000);
  expect(server.asked()).toBeLessThan(afterKill);

  const stopped = start();
  await stopped.says('control in place · pair 1');
  stopped.process.kill('SIGINT');
  expect((await stopped.result).exitCode).toBe(105);
  const afterStop = spentAt(server);
  expect(afterStop).toBeGreaterThanOrEqual(server.asked());
  expect(afterStop).toBeLessThan(afterKill + 5000);
});
