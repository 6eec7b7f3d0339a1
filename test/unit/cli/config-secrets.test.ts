import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesUnder } from '../../helpers/files-under.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-secrets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Put together here, so that nobody's search for leaked secrets finds them. */
const secret = 'hunter2-Zq9f8e7d6c5b4a';
const token = ['ghp', 'a1B2'.repeat(9)].join('_');
const apiKey = ['sk', 'proj', 'a1B2'.repeat(9)].join('-');
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJ0ZW5hbnQtYSJ9', 'c2lnbmF0dXJl'].join('.');
const looks = 'looks like a credential; take it out';

async function configWith(text: string): Promise<string> {
  const config = join(folder, 'settings.yaml');
  await writeFile(config, text);
  return config;
}

test.each([
  ['apiKey: SECRET\n', secret, ':1:9: what stands here looks like a credential; take it out'],
  ['tenants:\n- { name: a, api_key: SECRET }\n', secret, `:2:23: what stands here ${looks}`],
  ['tenants:\n- name: a\n  TENANT_TOKEN: SECRET\n', secret, `:3:17: what stands here ${looks}`],
  ['metrics:\n  password: SECRET\n', secret, `:2:13: what stands here ${looks}`],
  ['metrics:\n  password: |\n    SECRET\n', secret, `:2:13: what stands here ${looks}`],
  [
    'metrics:\n  pushgateway: https://ci:SECRET@push\n',
    secret,
    ':2:16: metrics.pushgateway: the address holds',
  ],
  ['metrics:\n  pushgateway: https://SECRET@push\n', secret, 'set TENANTPROOF_PUSHGATEWAY_USER'],
  ['metrics:\n  pushgateway: https://push?token=SECRET\n', secret, 'has a query or a fragment; give scheme'],
  ['metrics:\n  job: SECRET\n', token, `:2:8: what stands here ${looks}`],
  ['kubeContext: https://admin:SECRET@cluster\n', secret, `:1:14: what stands here ${looks}`],
  ['kubeconfig: SECRET\n', jwt, `:1:13: what stands here ${looks}`],
  ['objectives: [SECRET]\n', token, `:1:14: what stands here ${looks}`],
  ['scenarios: [SECRET]\n', apiKey, ':1:13: scenarios.0: must be one of'],
  ['profile: SECRET\n', secret, ':1:10: profile: must be one of'],
  ['seed: SECRET\n', secret, ':1:7: seed: must be a number'],
  ['SECRET: 1\n', token, ':1:1: unknown key that looks like a credential'],
  ['token: "SECRET\n', secret, 'Missing closing'],
  ['token: [SECRET}\n', secret, 'check quotes, brackets'],
  ['token: *SECRET\n', secret, 'no anchor of this name'],
  ['token: !SECRET x\n', secret, 'a tag such as'],
  ['token: |SECRET\n', secret, 'Block scalar header includes extra characters'],
  ['token: a: SECRET: b\n', secret, 'Nested mappings are not allowed'],
  ["token: 'a' SECRET\n", secret, 'Unexpected scalar at node end'],
  ['%SECRET x\n---\nseed: 1\n', secret, 'a directive has no meaning'],
])('%j is refused, and its secret told to nobody', async (text, value, words) => {
  const config = await configWith(text.replace('SECRET', value));
  const { exitCode, stdout, stderr } = await runCliHere(['verify', '--dry-run', '--config', config]);
  expect(exitCode).toBe(104);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr).toMatch(/settings\.yaml:\d+:\d+: /);
  expect(stderr).not.toContain(value);
});

test.each([
  [`# once https://ci:SECRET@push\nprofile: quick\n`, secret, ':1:8: '],
  ['profile: quick\nseed: 7 # SECRET\n', apiKey, ':2:11: '],
])(
  '%j draws a warning, and its secret is in nothing that a run says or writes',
  async (text, value, place) => {
    const config = await configWith(text.replace('SECRET', value));
    const { exitCode, stdout, stderr } = await runCliHere(['verify', '--dry-run', '--config', config]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`Warning: ${config}${place}what stands here ${looks}`);
    expect(stdout + stderr).not.toContain(value);
    const others = filesUnder(folder).filter(({ path }) => path !== config);
    expect(others.filter(({ bytes }) => bytes.includes(value)).map(({ path }) => path)).toEqual([]);
  },
);

const outside = `target:
  endpoint: https://host/v1
  tenants:
    - { name: a, key: { env: KEY }, model: m, promises: { requestsPerMinute: 6000 } }
    - { name: b, key: { env: KEY }, model: m, promises: { requestsPerMinute: 60 } }
  prometheus: { url: http://prometheus:9090, engine: vllm, token: { env: PROMETHEUS_TOKEN } }
`;

test('the token of a Prometheus is in nothing that a run says; where there is none, its place is said', async () => {
  const args = ['verify', '--dry-run', '--config', await configWith(outside)];
  const env = { KEY: 'key', XDG_CACHE_HOME: folder };
  const { exitCode, stdout, stderr } = await runCliHere(args, { ...env, PROMETHEUS_TOKEN: secret });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('"url": "http://prometheus:9090"');
  expect(stdout).not.toContain(secret);
  const without = await runCliHere(args, { ...env, PROMETHEUS_TOKEN: '' });
  expect(without).toMatchObject({ exitCode: 104, stdout: '' });
  expect(without.stderr).toMatch(
    /settings\.yaml:6:15: target\.prometheus: The token of Prometheus: the environment variable PROMETHEUS_TOKEN holds no token/,
  );
});

test.each([
  'kubeContext: arn:aws:eks:eu-west-1:123456789012:cluster/staging\n',
  'kubeContext: default/api-staging:6443/admin\n',
  'kubeContext: sk-production-cluster-of-europe\n',
  `kindImage: kindest/node@sha256:${'0a1b'.repeat(16)}\n`,
  'objectives: [slo/max-tokens.yaml]\n# tokens, passwords and secrets: see https://wiki.internal/keys\n',
  'metrics: { pushgateway: "https://push.internal:9091/team", job: token-service }\n',
])('%j holds no secret', async (text) => {
  const { stderr } = await runCliHere(['verify', '--dry-run', '--config', await configWith(text)]);
  expect(stderr).not.toContain('credential');
});
