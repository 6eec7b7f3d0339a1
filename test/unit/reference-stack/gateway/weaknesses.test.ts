import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { controlsSchema } from '../../../../src/reference-stack/gateway/controls.ts';
import {
  composeConfig,
  type GatewayConfig,
  parseGatewayConfig,
} from '../../../../src/reference-stack/gateway/gateway-config.ts';

interface Patch {
  op: string;
  path: string;
  value: string;
}

interface Kustomization {
  resources: string[];
  patches?: { target: { kind: string; name: string }; patch: string }[];
}

const fixtures = 'k8s-fixtures';
const base = (
  parse(readFileSync(`${fixtures}/base/platform/gateway-config.yaml`, 'utf8')) as {
    data: Record<string, string>;
  }
).data;

const textOf = (name: string): string =>
  readFileSync(`${fixtures}/weaknesses/${name}/kustomization.yaml`, 'utf8');

function patchesOf(name: string): Patch[] {
  const { patches = [] } = parse(textOf(name)) as Kustomization;
  return patches
    .filter(({ target }) => target.kind === 'ConfigMap' && target.name === 'gateway-config')
    .flatMap(({ patch }) => parse(patch) as Patch[]);
}

function configOf(data: Record<string, string>): GatewayConfig {
  const parsed = parseGatewayConfig(composeConfig(data));
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed.config;
}

const ofGateway = readdirSync(`${fixtures}/weaknesses`).filter((name) => patchesOf(name).length > 0);

describe('the ConfigMap of the gateway', () => {
  it('names every control, with the sound value', () => {
    const { 'gateway.yaml': _text, ...controls } = base;
    expect(controls).toEqual(controlsSchema.parse({}));
  });

  it('is valid', () => {
    expect(configOf(base)).toMatchObject({ engine_slots: 8, limiter: 'gcra' });
  });
});

describe('weaknesses of the gateway', () => {
  it('cover every weak value of every control', () => {
    const weak = Object.entries(controlsSchema.shape).flatMap(([key, schema]) =>
      schema
        .unwrap()
        .options.filter((value: string) => value !== schema.parse(undefined))
        .map((value) => `${key}: ${value}`),
    );
    const covered = ofGateway.flatMap(patchesOf).map(({ path, value }) => `${path.slice(6)}: ${value}`);
    expect([...new Set(covered)].sort()).toEqual(weak.sort());
  });

  it.each(ofGateway)('%s says what it removes, and changes its controls and nothing else', (name) => {
    const text = textOf(name);
    expect(text).toMatch(/^# \S.*\.\n/);
    expect((parse(text) as Kustomization).resources).toEqual(['../../base']);
    const data = { ...base };
    const changed: Record<string, string> = {};
    for (const { op, path, value } of patchesOf(name)) {
      const key = path.slice('/data/'.length);
      expect({ op, isKey: key in base }).toEqual({ op: 'replace', isKey: true });
      data[key] = value;
      changed[key] = value;
    }
    expect(configOf(data)).toEqual({ ...configOf(base), ...changed });
  });
});
