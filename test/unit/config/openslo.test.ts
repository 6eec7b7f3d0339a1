import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { loadObjectives } from '../../../src/config/load-objectives.ts';
import { parseObjectives } from '../../../src/config/openslo.ts';
import { resolveSettings } from '../../../src/config/settings.ts';
import { edited, latencySlo } from './example-slo.ts';

const scenarioIds = ['memory-hog', 'request-flood'];
const example = readFileSync(join(import.meta.dirname, 'every-indicator.yaml'), 'utf8');

const parse = (text: string) => parseObjectives(text, 'slo.yaml', scenarioIds);

test('every indicator is read', () => {
  expect(parse(example)).toEqual([
    {
      id: 'waits-little',
      description: '99 % of the requests take at most 250 ms',
      indicator: { kind: 'latency', until: 'last-token', percentile: 0.99 },
      limit: 250,
      scenarios: ['request-flood'],
    },
    {
      id: 'starts-soon',
      description: '95 % of the answers start within 80 ms',
      indicator: { kind: 'latency', until: 'first-token', percentile: 0.95 },
      limit: 80,
      scenarios: [],
    },
    {
      id: 'waits-as-at-rest',
      description: 'The slowest request of a thousand is at most one and a half times that at rest',
      indicator: { kind: 'latency-ratio', percentile: 0.999 },
      limit: 1.5,
      scenarios: [],
    },
    {
      id: 'fails-rarely',
      description: 'At most one request in twenty fails',
      indicator: { kind: 'error-ratio' },
      limit: 0.05,
      scenarios: [],
    },
    {
      id: 'succeeds',
      description: '99 % of the requests are served',
      indicator: { kind: 'error-ratio' },
      limit: 0.01,
      scenarios: ['request-flood', 'memory-hog'],
    },
    {
      id: 'does-not-fail',
      description: 'At most one request in a thousand fails',
      indicator: { kind: 'error-ratio' },
      limit: 0.001,
      scenarios: [],
    },
    {
      id: 'gets-through',
      description: 'At least 100 requests are served in a second',
      indicator: { kind: 'throughput' },
      limit: 100,
      scenarios: [],
    },
    {
      id: 'gets-through-in-time',
      description: 'At least 90 requests are served within 300 ms in a second',
      indicator: { kind: 'goodput', withinMs: 300 },
      limit: 90,
      scenarios: [],
    },
    {
      id: 'flows',
      description: '99 % of the tokens follow the one before within 40 ms',
      indicator: { kind: 'latency', until: 'next-token', percentile: 0.99 },
      limit: 40,
      scenarios: [],
    },
    {
      id: 'flows-as-at-rest',
      description: 'The slowest gap of a hundred is at most a quarter longer than at rest',
      indicator: { kind: 'latency-ratio', until: 'next-token', percentile: 0.99 },
      limit: 1.25,
      scenarios: [],
    },
  ]);
});

test('the shipped file says what holds where nobody says otherwise', async () => {
  const file = resolve(import.meta.dirname, '../../../scenarios/objectives.yaml');
  const { limits } = resolveSettings({}, {}, {}, { randomSeed: 1, objectives: [] });
  expect(await loadObjectives([file], scenarioIds)).toMatchObject([
    {
      id: 'victim-p99-ratio',
      indicator: { kind: 'latency-ratio', percentile: 0.99 },
      limit: limits.p99Ratio,
      scenarios: [],
    },
    {
      id: 'victim-errors',
      indicator: { kind: 'error-ratio' },
      limit: limits.victimErrorRatio,
      scenarios: [],
    },
  ]);
});

test('a file that is not there is a fault of usage with a hint', async () => {
  await expect(loadObjectives(['/nowhere/slo.yaml'], scenarioIds)).rejects.toMatchObject({
    name: 'UsageError',
    code: 'objectives-unreadable',
    hint: expect.stringContaining('scenarios/objectives.yaml'),
  });
});

test('an objective that stands in two files is refused, and both are named', async () => {
  const file = join(import.meta.dirname, 'every-indicator.yaml');
  await expect(loadObjectives([file, file], scenarioIds)).rejects.toMatchObject({
    code: 'bad-objective',
    message: `The objective waits-little stands in ${file} and in ${file}`,
  });
});

test.each([
  ['metadata.displayName', ['name: quick', 'name: quick\n  displayName: Over all']],
  ['the displayName of its objective', ['- op: lte', '- displayName: Over all\n      op: lte']],
  [
    'spec.description, on one line',
    ['service: victim', 'service: victim\n  description: |\n    Over\n    all'],
  ],
] as const)('a description is taken from %s', (_where, edit) => {
  expect(parse(edited(latencySlo, edit))[0]?.description).toBe('Over all');
});

test('without words the name is the description', () => {
  expect(parse(latencySlo)[0]?.description).toBe('quick');
});

test('empty documents, labels and a calendar window change nothing', () => {
  const more = edited(
    latencySlo,
    ['name: quick', 'name: quick\n  labels: {team: [a, b]}'],
    [
      '  budgetingMethod',
      "  timeWindow: [{duration: 1M, calendar: {startTime: '2026-01-01 00:00:00', timeZone: UTC}}]\n  budgetingMethod",
    ],
  );
  expect(parse(`---\n# nothing\n---\n${more}---\n`)).toEqual(parse(latencySlo));
});
