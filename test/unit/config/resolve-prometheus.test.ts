import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prometheusFault } from '../../../src/config/endpoint-address.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { readToken } from '../../../src/config/resolve-prometheus.ts';
import { resolveTarget } from '../../../src/config/resolve-target.ts';
import type { TargetPrometheus } from '../../../src/model/target.ts';

const prometheusIn = (lines: string): TargetPrometheus | undefined => {
  const text = `target:
  endpoint: https://host/v1
  tenants:
    - { name: a, key: { env: A }, model: m, promises: { requestsPerMinute: 1 } }
    - { name: b, key: { env: B }, model: m, promises: { requestsPerMinute: 1 } }
${lines}`;
  return resolveTarget(parseConfig(text, 'my.yaml', []).config)?.prometheus;
};

test('it is nobody if nobody is named', () => expect(prometheusIn('')).toBeUndefined());

test('an address and an engine are enough', () => {
  expect(prometheusIn('  prometheus: { url: http://prometheus:9090/team/, engine: llama.cpp }\n')).toEqual({
    url: 'http://prometheus:9090/team',
    engine: 'llama.cpp',
    names: {},
  });
});

test('series, names and the place of a token can be told', () => {
  const said = `  prometheus:
    url: https://prometheus
    engine: vllm
    selector: '{job="vllm", pod=~"llm-\\\\d+"}'
    names: { requestsWaiting: ray_vllm:num_requests_waiting }
    token: { file: /run/secrets/prometheus }
`;
  expect(prometheusIn(said)).toEqual({
    url: 'https://prometheus',
    engine: 'vllm',
    selector: String.raw`{job="vllm", pod=~"llm-\\d+"}`,
    names: { requestsWaiting: 'ray_vllm:num_requests_waiting' },
    token: { file: '/run/secrets/prometheus' },
  });
});

test.each(['{job="vllm"}', '{ job = "vllm" , }', '{job!~"a|b",namespace="x"}', String.raw`{job="a\"b}"}`])(
  '%s chooses series',
  (selector) => {
    const line = `  prometheus: { url: http://p, engine: vllm, selector: ${JSON.stringify(selector)} }\n`;
    expect(prometheusIn(line)?.selector).toBe(selector);
  },
);

test.each([
  '',
  '{}',
  'job="vllm"',
  '{job=vllm}',
  '{job="vllm"} or up',
  '{job="a"}[5m]',
  '{__name__="up"}',
  `{${'a="b",'.repeat(5000)}`,
])('%s does not', (selector) => {
  const line = `  prometheus: { url: http://p, engine: vllm, selector: ${JSON.stringify(selector)} }\n`;
  expect(() => prometheusIn(line)).toThrow('must be label matchers of PromQL');
});

test.each([
  ['ftp://host', 'is not an http or https address', 'http://prometheus.example.com:9090'],
  ['https://user:secret@host', 'holds credentials', 'token.env or token.file'],
  ['https://host?key=secret', 'has a query or a fragment', 'scheme, host, port and path'],
])('%s %s', (given, fault, cure) => {
  expect(prometheusFault(given)).toEqual({ fault, cure: expect.stringContaining(cure) });
  expect(JSON.stringify(prometheusFault(given))).not.toContain('secret');
});

test('a token comes from the environment, or from the first line of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-token-'));
  const file = join(folder, 'token');
  await writeFile(file, 'of-file \nmore\n');
  expect(await readToken({ env: 'T' }, { T: ' of-env\n' })).toBe('of-env');
  expect(await readToken({ file }, {})).toBe('of-file');
  await rm(folder, { recursive: true });
});

test.each([
  [{ env: 'T' }, {}, 'the environment variable T holds no token'],
  [{ env: 'T' }, { T: 'two words' }, 'the environment variable T holds no token'],
  [{ file: '/no/such' }, {}, '/no/such cannot be read (ENOENT)'],
])('%j: says where, and never what', async (place, env, message) => {
  const reading = readToken(place, env);
  await expect(reading).rejects.toThrow(`The token of Prometheus: ${message}`);
  await expect(reading).rejects.toMatchObject({
    code: 'no-token',
    hint: expect.stringContaining('target.prometheus.token'),
  });
  await expect(reading).rejects.not.toThrow('two words');
});
