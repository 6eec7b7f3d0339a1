import { describe, expect, test } from 'vitest';
import { configText, type ConfigParts } from '../../../../src/cli/init/config-text.ts';
import type { TenantDraft } from '../../../../src/cli/init/tenant-draft.ts';
import { parseConfig } from '../../../../src/config/parse-config.ts';

const teamA: TenantDraft = {
  name: 'team-a',
  key: { env: 'TEAM_A_KEY' },
  model: { value: 'llama-3-8b', from: 'seen' },
  promises: {
    requestsPerMinute: { value: 600, from: 'seen' },
    burstRequests: { value: 20, from: 'said' },
  },
};
const teamB: TenantDraft = {
  name: 'team-b',
  key: { file: '/run/secrets/team b' },
  model: { value: 'm', from: 'said' },
  promises: { requestsPerMinute: { value: 60, from: 'said' } },
};
const limits = { windowless: {} };
const parts: ConfigParts = {
  endpoint: 'https://llm.example.com',
  tenants: [teamA, teamB],
  seen: {
    isThere: true,
    tenants: [
      { name: 'team-a', key: 'works', models: ['llama-3-8b', 'mistral'], limits },
      { name: 'team-b', key: 'works', models: [], limits },
    ],
    dialect: 'openai',
    metrics: 'vllm',
    streams: true,
    troubles: [],
  },
  stream: true,
  budget: { requests: 50_000, tokens: 5_000_000, rateRps: 100 },
  schemaPath: './node_modules/tenantproof/tenantproof.schema.json',
  verify: 'tenantproof verify',
};

describe('the text of the settings', () => {
  test('says of each value where it comes from', () => {
    expect(configText(parts)).toBe(`\
# yaml-language-server: $schema=./node_modules/tenantproof/tenantproof.schema.json
# Written by tenantproof init. "Seen" is what the endpoint told then; compare it with what was promised.
#   tenantproof verify --dry-run   what a run would send
#   tenantproof verify             the run; exit code 0 if every promise held

target:
  endpoint: https://llm.example.com # nothing else is ever called
  # Seen: it answers in the manner of openai.
  # Seen: /metrics has those of vllm.
  tenants:
    - name: team-a # the victim: its latency is measured
      key: { env: TEAM_A_KEY }
      model: llama-3-8b # seen; it may call mistral too
      promises:
        requestsPerMinute: 600 # seen
        burstRequests: 20 # as was said
        # tokensPerMinute: # not promised, so not asked about
        # concurrentRequests: # not promised, so not asked about
    - name: team-b # runs away
      key: { file: /run/secrets/team b }
      model: m # as was said
      promises:
        requestsPerMinute: 60 # as was said
        # burstRequests: # by default those of a minute
        # tokensPerMinute: # not promised, so not asked about
        # concurrentRequests: # not promised, so not asked about

victim:
  stream: true # seen: answers are streamed, so that the first token and those after it are timed too

budget: # what may be sent to the target; told before the run, and never exceeded
  requests: 50000
  tokens: 5000000
  rateRps: 100 # of all tenants together
`);
  });

  test('is taken as it is, with what was told', () => {
    const { config, warnings } = parseConfig(configText(parts), 'tenantproof.yaml', []);
    expect(warnings).toEqual([]);
    expect(config).toEqual({
      target: {
        endpoint: 'https://llm.example.com',
        tenants: [
          {
            name: 'team-a',
            key: { env: 'TEAM_A_KEY' },
            model: 'llama-3-8b',
            promises: { requestsPerMinute: 600, burstRequests: 20 },
          },
          {
            name: 'team-b',
            key: { file: '/run/secrets/team b' },
            model: 'm',
            promises: { requestsPerMinute: 60 },
          },
        ],
      },
      victim: { stream: true },
      budget: parts.budget,
    });
  });

  test('says the shares of contended engines', () => {
    const text = configText({
      ...parts,
      tenants: [
        { ...teamA, weight: 3 },
        { ...teamB, weight: 0.5 },
      ],
    });
    expect(text).toContain('      weight: 3 # as was said');
    const { config } = parseConfig(text, 'tenantproof.yaml', []);
    expect(config.target?.tenants.map(({ weight }) => weight)).toEqual([3, 0.5]);
  });

  test.each([
    [undefined, '  cluster: {} # is asked', {}],
    [{ kubeconfig: 'a, b}.yaml', context: '1' }, '', { kubeconfig: 'a, b}.yaml', context: '1' }],
  ])('says what a tenant has in the cluster %j, and where that is', (cluster, words, read) => {
    const shares = { gpus: '4', memory: '68719476736' };
    const tenants = [teamA, { ...teamB, namespace: '7', shares }];
    const text = configText({ ...parts, tenants, ...(cluster ? { cluster } : {}) });
    expect(text).toContain(words);
    const { config } = parseConfig(text, 'tenantproof.yaml', []);
    expect(config.target?.cluster).toEqual(read);
    expect(config.target?.tenants[1]).toMatchObject({
      namespace: '7',
      promises: { requestsPerMinute: 60, gpus: 4, memory: '68719476736' },
    });
  });

  test.each([
    'true',
    '0755',
    '1e3',
    'null',
    '- a',
    'a: b # c',
    '{a, b}',
    '"quoted\'',
    '@org/model',
    '%x',
    'two\nlines',
    `long ${'words '.repeat(60)}end`,
    'ünïcødé',
    '日本語',
    '*',
    '!tag',
    '|',
  ])('takes any name as it is: %j', (name) => {
    const tenant: TenantDraft = { ...teamB, model: { value: name, from: 'said' }, key: { file: name } };
    const text = configText({ ...parts, tenants: [tenant, teamA] });
    const { config } = parseConfig(text, 'tenantproof.yaml', []);
    expect(config.target?.tenants[0]).toMatchObject({ model: name, key: { file: name } });
  });

  test('names a Prometheus that was seen', () => {
    const prometheus = {
      url: 'http://p:9090',
      engine: 'llama.cpp',
      token: { env: 'PROMETHEUS_TOKEN' },
    } as const;
    const text = configText({ ...parts, prometheus });
    expect(text).toContain('# nothing else is ever called, save the Prometheus below\n');
    expect(parseConfig(text, 'tenantproof.yaml', []).config.target?.prometheus).toEqual(prometheus);
    const { token: _, ...open } = prometheus;
    const without = configText({ ...parts, prometheus: open });
    expect(without).toContain('# token: { env: VARIABLE }');
    expect(parseConfig(without, 'tenantproof.yaml', []).config.target?.prometheus).toEqual(open);
  });

  test('tells of streams that were seen and left out', () => {
    const text = configText({ ...parts, stream: false });
    expect(text).toContain('\n# victim: { stream: true } # seen, and left out');
    expect(parseConfig(text, 'tenantproof.yaml', []).config.victim).toBeUndefined();
  });

  test('says nothing of what was not seen', () => {
    const seen = { isThere: false, tenants: [], troubles: ['nothing answers'] };
    const text = configText({ ...parts, seen, stream: false });
    expect(text).not.toContain('Seen:');
    expect(text).not.toContain('victim:\n');
    expect(parseConfig(text, 'tenantproof.yaml', []).config.victim).toBeUndefined();
  });
});
