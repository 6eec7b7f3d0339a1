import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/model/plan.ts';
import type { Report } from '../../../src/model/report.ts';
import { fileChanges } from '../../../src/report/certificate/file-changes.ts';
import { statementOf, statementSchema } from '../../../src/report/certificate/statement.ts';
import { floodPlan } from '../judge/example-arm.ts';
import { exampleReport } from './example-report.ts';

const hex = (letter: string): string => letter.repeat(64);

const digests = {
  'report.json': hex('a'),
  'run.json': hex('b'),
  'plan.json': hex('c'),
  'observations.ndjson': hex('d'),
  'request-flood-protected-victim.csv.gz': hex('e'),
};

const plan: Plan = {
  schemaVersion: 1,
  profile: 'certify',
  seed: 42,
  arms: [floodPlan],
  objectives: [],
  limits: floodPlan.limits,
  expectedSeconds: { min: 100, max: 200 },
};

const [p99] = exampleReport.verdicts;
if (!p99) throw new Error('The example has no verdict');
const report: Report = {
  ...exampleReport,
  verdicts: [
    p99,
    { ...p99, id: 'request-flood/weakened-no-limiter/victim-p99-ratio', arm: 'weakened', status: 'breached' },
    { ...p99, id: 'vram-allocation-ladder/protected/within-share', status: 'not-verified' },
  ],
};

describe('the statement of a certificate', () => {
  test('names every file by digest, the tool, the run and the plan, and what passed', () => {
    expect(statementOf({ report, plan, digests, leftOut: [] })).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: 'observations.ndjson', digest: { sha256: hex('d') } },
        { name: 'plan.json', digest: { sha256: hex('c') } },
        { name: 'report.json', digest: { sha256: hex('a') } },
        { name: 'request-flood-protected-victim.csv.gz', digest: { sha256: hex('e') } },
        { name: 'run.json', digest: { sha256: hex('b') } },
      ],
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: {
        result: 'PASSED',
        configuration: [
          { name: 'tenantproof', uri: 'pkg:npm/tenantproof@0.1.0' },
          {
            name: 'run.json',
            digest: { sha256: hex('b') },
            annotations: {
              id: '20261124-073102-7f3a',
              startedAt: '2026-11-24T07:31:02.000Z',
              endedAt: '2026-11-24T07:34:14.000Z',
              cluster: {
                kind: 'embedded',
                kubernetesVersion: 'v1.34.1',
                capabilities: ['quota', 'containers', 'gateway'],
              },
            },
          },
          {
            name: 'plan.json',
            digest: { sha256: hex('c') },
            annotations: { profile: 'certify', seed: 42, limits: floodPlan.limits },
          },
        ],
        passedTests: [
          'request-flood/protected/victim-p99-ratio',
          'request-flood/weakened-no-limiter/victim-p99-ratio',
        ],
        warnedTests: [],
        failedTests: [],
      },
    });
  });

  test('warns of what was left out, each once and in order', () => {
    const { predicate } = statementOf({ report, plan, digests, leftOut: ['z', 'a', 'z'] });
    expect(predicate).toMatchObject({ result: 'WARNED', warnedTests: ['a', 'z'] });
  });

  const whole = statementOf({ report, plan, digests, leftOut: [] });

  test('comes back from JSON as it was', () => {
    expect(statementSchema.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
  });

  test.for<[string, unknown]>([
    ['another predicate', { ...whole, predicateType: 'https://slsa.dev/provenance/v1' }],
    ['no subject', { ...whole, subject: [] }],
    ['a subject named twice', { ...whole, subject: [...whole.subject, whole.subject[0]] }],
    ['a digest that is none', { ...whole, subject: [{ name: 'x', digest: { sha256: 'abc' } }] }],
    ['another result', { ...whole, predicate: { ...whole.predicate, result: 'held' } }],
  ])('is refused with %s', ([, value]) => {
    expect(statementSchema.safeParse(value).success).toBe(false);
  });
});

describe('files that are not as certified', () => {
  test('none', () => {
    expect(fileChanges(digests, { ...digests })).toEqual([]);
  });

  test('changed, gone and added ones, by name', () => {
    const { 'run.json': _gone, ...rest } = digests;
    const found = { ...rest, 'observations.ndjson': hex('0'), 'other.csv.gz': hex('f') };
    expect(fileChanges(digests, found)).toEqual([
      'observations.ndjson was changed',
      'other.csv.gz was added',
      'run.json is gone',
    ]);
  });

  test('named as what every object has', () => {
    const odd: Record<string, string> = JSON.parse(
      `{"__proto__": "${hex('1')}", "constructor": "${hex('2')}"}`,
    );
    expect(fileChanges(odd, {})).toEqual(['__proto__ is gone', 'constructor is gone']);
    expect(fileChanges({}, odd)).toEqual(['__proto__ was added', 'constructor was added']);
  });
});
