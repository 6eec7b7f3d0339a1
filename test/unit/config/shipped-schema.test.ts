import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { configJsonSchema } from '../../../src/config/json-schema.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import type { Config } from '../../../src/config/schema.ts';
import type { Settings } from '../../../src/model/settings.ts';
import { resolveSettings } from '../../../src/config/settings.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { malformedConfigs } from '../../helpers/malformed-configs.ts';

interface Schema {
  description?: string;
  default?: unknown;
  properties?: Record<string, Schema>;
}

const scenarioIds = (await loadScenarios()).map(({ id }) => id);
const shipped = readFileSync(packageFile('tenantproof.schema.json'), 'utf8');
const schema = JSON.parse(shipped) as Schema;
const taken = new Ajv2020({ strict: true }).compile(schema);

/** Every setting with its path, those that hold others too. */
const settings = ({ properties = {} }: Schema, path: readonly string[] = []): [string, Schema][] =>
  Object.entries(properties).flatMap(([key, inner]): [string, Schema][] => [
    [[...path, key].join('.'), inner],
    ...settings(inner, [...path, key]),
  ]);

/** The values of a text; undefined if it is no YAML. */
function valuesOf(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' }) ?? {};
  } catch {
    return undefined;
  }
}

const loaderTakes = (text: string): boolean => {
  try {
    parseConfig(text, 'tenantproof.yaml', scenarioIds);
    return true;
  } catch {
    return false;
  }
};

test('the schema that ships is the one of the settings; `npm run build` writes it', () => {
  expect(shipped).toBe(configJsonSchema(scenarioIds));
});

test('it goes with the package', () => {
  const { files } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { files: string[] };
  expect(files).toContain('tenantproof.schema.json');
});

describe.each(settings(schema))('%s', (_, { description, default: byDefault, properties }) => {
  test('says what it is for, and what it is if it is left out', () => {
    expect(description).toMatch(/^[A-Z]\S+ .+\.$|^false .+\.$/);
    expect(
      byDefault !== undefined || properties !== undefined || /default|must|ends|has/i.test(description ?? ''),
    ).toBe(true);
  });
});

const aTenant = { key: { env: 'KEY' }, model: 'm', promises: { requestsPerMinute: 60 } };
const aTarget = {
  endpoint: 'https://llm.example.com/v1',
  tenants: [
    { ...aTenant, name: 'a' },
    { ...aTenant, name: 'b' },
  ],
};

const aPrometheus = {
  url: 'https://prometheus.example.com',
  engine: 'triton',
  selector: '{job="llm", pod!~"test-.*"}',
  token: { file: '/run/secrets/token' },
  names: { requestsWaiting: 'our:queue' },
};

test('a default of the schema is the one of a run', () => {
  const config = { metrics: { pushgateway: 'http://push:9091' }, crowd: { tenants: 10 } };
  const of = (settings: Config): Settings =>
    resolveSettings({}, {}, settings, { randomSeed: 1, objectives: [] });
  const { target } = of({ target: aTarget });
  const resolved: unknown = { ...of(config), budget: target?.budget };
  const inRun = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], resolved);
  const promised = settings(schema).filter(
    ([path, { default: byDefault }]) => byDefault !== undefined && path !== 'metrics.pushgateway',
  );
  expect(promised.length).toBeGreaterThan(10);
  for (const [path, { default: byDefault }] of promised)
    expect([path, inRun(path)]).toEqual([path, byDefault]);
  expect(resolveSettings({}, {}, {}, { randomSeed: 1, objectives: [] })).not.toHaveProperty('metrics');
});

const readable = malformedConfigs
  .map((config) => ({ ...config, values: valuesOf(readFileSync(packageFile(config.path), 'utf8')) }))
  .filter(({ values }) => values !== undefined);

test.each(readable)('$name is refused by the schema too, if it can be', ({ values, seenBySchema }) => {
  expect(taken(values)).toBe(!seenBySchema);
});

/** The example in the README, which is the longest that is meant to be taken. */
const example = /```yaml\n(?<text>(?:#.*\n)*profile:[^]*?)```/.exec(
  readFileSync(packageFile('README.md'), 'utf8'),
)?.groups?.['text'];

test.each([
  example ?? 'no: example',
  '',
  'profile: certify\nseed: 4294967295\n',
  'scenarios: []\nobjectives: []\nallow: [node-pressure, preemption, gpu-exhaustion]\n',
  'crowd: { tenants: 2, aggressors: 1 }\nload: { from: cluster, pods: 16 }\n',
  'metrics: { pushgateway: "", job: a.b-c_d }\n',
  'metrics: { pushgateway: "HTTPS://host:9091/push/" }\n',
  'stopWhen: { victimErrorRatio: 1 }\nwindows: { seconds: 300 }\n',
  'limits: { p99Ratio: 100, victimErrorRatio: 0 }\nattack: false\nsham: true\n',
  'cluster: existing\nkubeconfig: staging.yaml\nkubeContext: staging\nkindImage: kindest/node:v1\n',
  'cluster: kind\ngpus: real\n',
  `target: ${JSON.stringify(aTarget)}\nbudget: { requests: 1000, tokens: 1000000, rateRps: 20 }\n`,
  `target: ${JSON.stringify(aTarget).replace('"endpoint"', '"cluster":{},"endpoint"')}\n`,
  `target: ${JSON.stringify({ ...aTarget, prometheus: { url: 'http://p:9090/x', engine: 'llama.cpp' } })}\n`,
  `target: ${JSON.stringify({ ...aTarget, prometheus: aPrometheus })}\n`,
  'victim: &victim { rateRps: 0.5, stream: true }\nseed: 0\n',
])('%j is taken by the schema and by a run', (text) => {
  expect({ schema: taken(parse(text) ?? {}), run: loaderTakes(text) }).toEqual({ schema: true, run: true });
});

test.each([
  'scenarios: [no-such]\n',
  'crowd: { tenants: 1 }\n',
  'crowd: { tenants: 101 }\n',
  'crowd: { aggressors: 0 }\n',
  'load: { pods: 0 }\n',
  'metrics: { pushgateway: "http://host?a=b" }\n',
  'metrics: { pushgateway: "http://host#a" }\n',
  'metrics: { pushgateway: "ftp://host" }\n',
  'metrics: { pushgateway: "http://" }\n',
  'metrics: { job: "" }\n',
  'stopWhen: {}\n',
  'stopWhen: { victimErrorRatio: 0 }\n',
  'limits: { victimErrorRatio: 1 }\n',
  'limits: { p99Ratio: 101 }\n',
  'kindImage: ""\n',
  'gpus: two\n',
  'objectives: [""]\n',
  'seed: 1.5\n',
  'victim: []\n',
  `target: ${JSON.stringify({ ...aTarget, prometheus: { ...aPrometheus, selector: '{job=llm}' } })}\n`,
  `target: ${JSON.stringify({ ...aTarget, prometheus: { ...aPrometheus, token: 'x' } })}\n`,
  `target: ${JSON.stringify({ ...aTarget, prometheus: { ...aPrometheus, url: 'http://p?a=b' } })}\n`,
])('%j is refused by both', (text) => {
  expect({ schema: taken(parse(text)), run: loaderTakes(text) }).toEqual({ schema: false, run: false });
});
