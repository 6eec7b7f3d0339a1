import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import { whySkipped } from '../../helpers/container-engine.ts';
import { findEnvoy, startEnvoy } from '../../helpers/envoy.ts';
import { findLlama, startLlama } from '../../helpers/llama-server.ts';
import { engineHeaders, startEngine } from '../../helpers/loopback-engine.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import { whyNot } from '../../helpers/why-not.ts';

const signal = AbortSignal.timeout(300_000);
const lackOfEnvoy = await whyNot(findEnvoy(signal));
const lackOfLlama = await whyNot(findLlama(signal));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keys = { 'team-a': 'key-of-team-a-0f1e2d', 'team-b': 'key-of-team-b-77c1d2' };

/** What init writes and says, and the plan that verify makes of the file as it is. */
async function initAt(
  url: URL,
  tenants: readonly string[],
): Promise<{ told: string; text: string; plan: Plan }> {
  const file = join(folder, 'tenantproof.yaml');
  const env = { TEAM_A_KEY: keys['team-a'], TEAM_B_KEY: keys['team-b'], XDG_CACHE_HOME: folder };
  const flags = ['--endpoint', url.origin, '--output', file, '--tenant', ...tenants];
  const { exitCode, stdout: told, stderr } = await runCliHere(['init', ...flags], env);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
  const dry = await runCliHere(['verify', '--config', file, '--dry-run'], env);
  expect(dry).toMatchObject({ exitCode: 0, stderr: '' });
  const text = await readFile(file, 'utf8');
  for (const key of Object.values(keys)) expect(told + stderr + text).not.toContain(key);
  return { told, text, plan: JSON.parse(dry.stdout) as Plan };
}

describe.skipIf(lackOfEnvoy !== undefined)(`init at Envoy${whySkipped(lackOfEnvoy)}`, () => {
  it('sees its buckets as bursts, and makes no rate of them', async ({ signal }) => {
    await using engine = await startEngine();
    const tenants = (['team-a', 'team-b'] as const).map((name) => ({
      key: keys[name],
      requestsPerMinute: 600,
      burstRequests: name === 'team-a' ? 40 : 20,
      upstreamHeaders: engineHeaders(name),
    }));
    await using envoy = await startEnvoy({ upstream: engine.url, tenants }, signal);
    const { told, plan } = await initAt(envoy.url, [
      'team-a,rpm=600,model=small',
      'team-b,rpm=600,model=small',
    ]);
    expect(told).toContain('team-a: its key works; headers tell 40 requests at once');
    expect(told).toContain('answers are streamed; it answers in the manner of envoy');
    expect(plan.arms[0]).toMatchObject({
      scenario: 'request-flood',
      victim: { rateLimitRpm: 600, burstRequests: 40 },
      aggressor: { rateLimitRpm: 600, burstRequests: 20 },
    });
  });
});

describe.skipIf(lackOfLlama !== undefined)(`init at llama.cpp's server${whySkipped(lackOfLlama)}`, () => {
  it('sees its only model, and that it streams; limits it has none', async ({ signal }) => {
    await using llama = await startLlama({ apiKeys: Object.values(keys) }, signal);
    const { told, text, plan } = await initAt(llama.url, ['team-a,rpm=600', 'team-b,rpm=60']);
    expect(told).toMatch(/team-a: its key works; models \S/);
    expect(told).toContain('answers are streamed; /metrics has those of llama.cpp');
    expect(told).toContain('in whose manner it answers');
    expect(text).toMatch(/model: \S.* # seen/);
    expect(plan.arms[0]).toMatchObject({ scenario: 'request-flood', design: { victimStreams: true } });
  });
});
