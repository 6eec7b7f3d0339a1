import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Verdict } from '../../src/model/report.ts';
import { startStack, type LoopbackStack } from '../contract/reference-stack/loopback-stack.ts';
import { runCli } from '../helpers/run-cli.ts';
import { testReports, type TestReports } from '../helpers/test-reports.ts';

/**
 * Four slots of steps of 5 ms serve some 100 requests of seven steps a second, fewer on a busy machine. The two ask for 71
 * and 55, and the victim, with two thirds of the weight, is owed 67: it has to wait too, which shows that the engine is
 * contended. In order of arrival it gets 56, 85 % of what it is owed, where the check asks for 90 %. Each second 26 more
 * wait, so that nothing times out in the seven seconds of a flood, and afterwards they are served within as many.
 */
const engineEnv = { SLOTS: '4', STEP_MS: '5' };
const victimRps = 71;
const promises = {
  'tenant-a': { requestsPerMinute: 6000, burstRequests: 100 },
  'tenant-b': { requestsPerMinute: 60 * 55, burstRequests: 20 },
};
const weights = { 'tenant-a': 2, 'tenant-b': 1 };
const names = ['tenant-a', 'tenant-b'] as const;

/** A gateway that keeps their rates and weights, unless it serves in order of arrival. */
const gateway = (queue: 'fair' | 'fifo'): Promise<LoopbackStack> =>
  startStack({
    engineEnv,
    config: {
      queue,
      engine_slots: 4,
      // Of a full queue whoever comes in step with its places gets them all, and nobody else gets one.
      queue_bound: 2000,
      tenants: names.map((name) => ({
        tenant_id: name,
        model_name: 'llama-3-8b',
        max_batch_size: 4,
        memory_limit_gb: 20,
        rate_limit_rpm: promises[name].requestsPerMinute,
        burst_requests: promises[name].burstRequests,
        rate_limit_tpm: 10_000_000,
        max_concurrency: 1000,
        weight: weights[name],
      })),
    },
  });

describe('a gateway before an engine that serves less than two tenants were promised', () => {
  let folder: string;
  let reports: TestReports;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-weights-'));
    reports = await testReports();
  });
  afterAll(async () => {
    await reports[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  async function verify(
    stack: LoopbackStack,
  ): Promise<{ code: number | null; verdict: Verdict | undefined }> {
    const settings = {
      target: {
        endpoint: stack.url,
        tenants: names.map((name) => ({
          name,
          key: { env: name === 'tenant-a' ? 'KEY_A' : 'KEY_B' },
          model: 'llama-3-8b',
          weight: weights[name],
          promises: promises[name],
        })),
      },
      victim: { rateRps: victimRps },
      budget: { rateRps: 200 },
      // What the victim waits for is to be judged, and not to end the run.
      stopWhen: { victimErrorRatio: 0.9 },
    };
    const config = join(folder, 'tenantproof.yaml');
    await writeFile(config, stringify(settings));
    const args = ['verify', '--config', config, '--reports', reports.folder, '--scenario', 'weighted-share'];
    const { exitCode: code } = await runCli(args, { env: { KEY_A: 'key-a', KEY_B: 'key-b' } });
    const { report } = await reports.latest();
    return { code, verdict: report.verdicts.find(({ id }) => id.endsWith('/victim-token-share')) };
  }

  test('and keeps their weights: held, after it was seen to be contended', async () => {
    await using stack = await gateway('fair');
    const { code, verdict } = await verify(stack);
    expect([verdict?.status, verdict?.reason]).toEqual(['held', expect.stringMatching(/^tenant-a got /)]);
    expect(verdict?.control).toBe('not-exercised');
    expect(verdict?.evidence).toContainEqual(
      expect.stringMatching(/^The engines were contended: .*without weights/),
    );
    expect(code).toBe(exitCode.held);
  });

  test('and serves in order of arrival: breached', async () => {
    await using stack = await gateway('fifo');
    const { code, verdict } = await verify(stack);
    expect([verdict?.status, verdict?.reason]).toEqual(['breached', expect.stringMatching(/^tenant-a got /)]);
    expect(code).toBe(exitCode.breached);
  });
});
