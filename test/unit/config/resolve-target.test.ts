import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { baseAddress, endpointFault } from '../../../src/config/endpoint-address.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { readKeys, resolveTarget } from '../../../src/config/resolve-target.ts';
import { targetFacts } from '../../../src/config/target-facts.ts';
import { unlimited } from '../../../src/model/target.ts';
import { victimRateFor } from '../../../src/config/victim-rate.ts';

const tenants = [
  { name: 'a', key: { env: 'A' }, model: 'm', promises: { requestsPerMinute: 90.5 } },
  { name: 'b', key: 'in-the-file', model: 'm', promises: { requestsPerMinute: 600, burstRequests: 5 } },
];
const endpoint = 'http://host:8000/v1/';

test('what is left out is what README says', () => {
  expect(resolveTarget({ target: { endpoint, tenants }, budget: { requests: 7 } })).toEqual({
    endpoint: 'http://host:8000',
    budget: { requests: 7, tokens: 5_000_000, rateRps: 100 },
    tenants: [
      { ...tenants[0], promises: { requestsPerMinute: 90.5, burstRequests: 91 } },
      { ...tenants[1], key: { value: 'in-the-file' } },
    ],
  });
  expect(resolveTarget({})).toBeUndefined();
  expect(() => resolveTarget({ budget: {} })).toThrow('none is described');
});

test('a cluster may be named by nothing, and what a tenant has in it is known to a plan', () => {
  const [a] = tenants;
  if (!a) throw new Error('a tenant');
  const b = {
    ...a,
    name: 'b',
    namespace: 'team-b',
    promises: { requestsPerMinute: 60, gpus: 0, memory: '1.5Gi' },
  };
  const target = resolveTarget({ target: { endpoint, cluster: {}, tenants: [a, b] } });
  expect(target?.cluster).toEqual({});
  expect(target && targetFacts(target).tenants).toMatchObject([
    { namespace: '', gpuQuota: unlimited, memoryQuotaBytes: unlimited },
    { namespace: 'team-b', gpuQuota: 0, memoryQuotaBytes: 1.5 * 2 ** 30 },
  ]);
});

test("what a tenant's share of contended engines is, is known to a plan; of none there is none", () => {
  const [a, b] = tenants;
  if (!a || !b) throw new Error('two tenants');
  const shared = [
    { ...a, weight: 3 },
    { ...b, weight: 0.5 },
  ];
  const weighted = resolveTarget({ target: { endpoint, tenants: shared } });
  expect(weighted && targetFacts(weighted).tenants.map(({ weight }) => weight)).toEqual([3, 0.5]);
  const plain = resolveTarget({ target: { endpoint, tenants } });
  expect(plain && targetFacts(plain).tenants[0]).not.toHaveProperty('weight');
});

test.each([
  ['https://llm.example.com', 'https://llm.example.com'],
  ['https://llm.example.com/v1', 'https://llm.example.com'],
  ['https://llm.example.com/team/api/v1/', 'https://llm.example.com/team/api'],
  ['HTTP://Host:80/', 'http://host'],
])('%s is called at %s', (given, base) => expect(baseAddress(given)).toBe(base));

test.each([
  ['ftp://host', 'is not an http or https address'],
  ['host:8000', 'is not an http or https address'],
  ['https://user:secret@host/v1', 'holds credentials'],
  ['https://host/v1?key=secret', 'has a query or a fragment'],
])('%s %s', (given, fault) => {
  expect(endpointFault(given)?.fault).toBe(fault);
  expect(JSON.stringify(endpointFault(given))).not.toContain('secret');
});

test('keys come from the environment, from the first line of a file, or from the settings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-keys-'));
  const file = join(folder, 'key');
  await writeFile(file, ' sk-of-file \nsomething else\n');
  const tenant = { model: 'm', promises: { requestsPerMinute: 1, burstRequests: 1 } };
  const read = await readKeys(
    [
      { ...tenant, name: 'a', key: { env: 'A' } },
      { ...tenant, name: 'b', key: { file } },
      { ...tenant, name: 'c', key: { value: 'sk-here' } },
    ],
    { A: 'sk-of-env\n' },
  );
  expect([...read]).toEqual([
    ['a', 'sk-of-env'],
    ['b', 'sk-of-file'],
    ['c', 'sk-here'],
  ]);
  await rm(folder, { recursive: true });
});

test.each([
  [{ env: 'A' }, {}, 'the environment variable A holds no key'],
  [{ env: 'A' }, { A: 'two words' }, 'the environment variable A holds no key'],
  [{ file: '/no/such' }, {}, '/no/such cannot be read (ENOENT)'],
  [{ value: 'with\nbreak' }, {}, 'its setting holds no key'],
])('%j: says which tenant and where, and never what', async (key, env, message) => {
  const tenant = { name: 'team-a', key, model: 'm', promises: { requestsPerMinute: 1, burstRequests: 1 } };
  const reading = readKeys([tenant], env);
  await expect(reading).rejects.toThrow(`The API key of team-a: ${message}`);
  await expect(reading).rejects.not.toThrow(/two words|break/);
});

test('a key in the file is taken with a warning that names its place and not the key', () => {
  const text = `target:
  endpoint: https://host/v1
  tenants:
    - { name: a, key: sk-abcdefghijklmnopqrstuvwxyz012345, model: m, promises: { requestsPerMinute: 1 } }
    - { name: b, key: { env: B }, model: m, promises: { requestsPerMinute: 1 } }
`;
  const { warnings, config } = parseConfig(text, 'my.yaml', []);
  expect(warnings).toEqual([
    expect.stringMatching(/^my\.yaml:4:23: an API key stands here;.*\{ env: VARIABLE \}/),
  ]);
  expect(warnings.join()).not.toContain('abcdef');
  expect(config.target?.tenants[0]?.key).toMatch(/^sk-/);
});

test.each([
  [3000, 100, 35],
  [600, 100, 7],
  [30, 100, 0.35],
  [600_000, 10_000, 150],
  [600_000, 10, 4],
])('a promise of %d a minute and a budget of %d/s leave the victim %d/s', (rpm, rateRps, expected) => {
  const promises = { requestsPerMinute: rpm, burstRequests: 1 };
  const victim = { name: 'a', key: { env: 'A' }, model: 'm', promises };
  const budget = { requests: 1, tokens: 1, rateRps };
  expect(victimRateFor({ endpoint: '', tenants: [victim], budget })).toBeCloseTo(expected, 6);
});
