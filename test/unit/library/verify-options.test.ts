import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planFor } from '../../../src/cli/verify/prepare-plan.ts';
import { Interrupted, verify, type VerifyOptions } from '../../../src/library/index.ts';
import { askedFor } from '../../../src/library/verify-options.ts';
import { ownScenario } from './example-scenario.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-options-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a run of these options would be. */
const preparedFor = async (options: VerifyOptions): ReturnType<typeof planFor> => {
  const { read, env, own } = await askedFor(options);
  return planFor({ flags: {}, env, read, own });
};

test('an option outweighs the environment, the environment a file, and a file the default', async () => {
  const config = join(folder, 'settings.yaml');
  await writeFile(config, 'profile: certify\nseed: 1\nsham: false\nload: { pods: 2 }\n');
  const env = { TENANTPROOF_SEED: '2', TENANTPROOF_PROFILE: 'nightly', TENANTPROOF_LOAD: 'cluster' };
  const { settings } = await preparedFor({
    config,
    env,
    seed: 3,
    load: { from: 'host' },
    scenarios: ['gpu-quota-storm'],
  });
  expect(settings).toMatchObject({ seed: 3, profile: 'nightly', sham: false, attack: true });
  expect(settings.load).toEqual({ from: 'host', pods: 4 });
});

test('no file is read that nobody named', async () => {
  expect((await askedFor({ seed: 1, env: {} })).read.config).toEqual({ seed: 1 });
});

test('own scenarios are planned beside those that ship, in the order asked, each with its weaknesses', async () => {
  const { plan, scenarios } = await preparedFor({
    env: {},
    seed: 7,
    scenarios: [ownScenario, 'gpu-quota-storm'],
  });
  expect(scenarios.map(({ id }) => id)).toEqual(['container-far-above-max', 'gpu-quota-storm']);
  expect(plan.arms.map(({ scenario, weakness }) => [scenario, weakness?.fixture])).toEqual([
    ['container-far-above-max', undefined],
    ['container-far-above-max', 'no-gpu-max'],
    ['gpu-quota-storm', undefined],
    ['gpu-quota-storm', 'gpu-quota-limits-only'],
  ]);
});

test.each<[string, object, { code: string; message: string }]>([
  [
    'an unknown option',
    { profil: 'quick' },
    { code: 'bad-options', message: 'options: Unrecognized key: "profil"' },
  ],
  ['a value out of range', { limits: { p99Ratio: 1 } }, { code: 'bad-options', message: 'limits.p99Ratio:' }],
  ['an unknown scenario', { scenarios: ['no-such'] }, { code: 'unknown-scenario', message: "'no-such'" }],
  [
    'a scenario that is none',
    { scenarios: [{ ...ownScenario, weaknesses: [] }] },
    { code: 'bad-scenario', message: 'weaknesses: without a weakness' },
  ],
  [
    'the id of a scenario that ships',
    { scenarios: [{ ...ownScenario, id: 'gpu-quota-storm' }] },
    { code: 'bad-scenario', message: "two scenarios with the id 'gpu-quota-storm'" },
  ],
  [
    'a file that is not there',
    { config: '/no/such.yaml' },
    { code: 'config-unreadable', message: '/no/such' },
  ],
  ['a bad environment', { env: { TENANTPROOF_SEED: 'x' } }, { code: 'bad-option', message: "seed 'x'" }],
])('%s rejects with a UsageError, and nothing was started', async (_what, options, { code, message }) => {
  const reports = join(folder, 'none');
  await expect(verify({ env: {}, reports, ...options })).rejects.toMatchObject({
    name: 'UsageError',
    code,
    message: expect.stringContaining(message) as string,
  });
  expect(await readdir(folder)).not.toContain('none');
});

test('a signal that is aborted already ends it before anything is started', async () => {
  const reports = join(folder, 'none');
  const ended = verify({ env: {}, reports, signal: AbortSignal.abort('enough') });
  await expect(ended).rejects.toBeInstanceOf(Interrupted);
  await expect(ended).rejects.toMatchObject({ cause: 'enough' });
  expect(await readdir(folder)).not.toContain('none');
});
