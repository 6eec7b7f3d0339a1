import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { readStackFacts } from '../../../src/config/stack-facts.ts';
import { judgeRun } from '../../../src/judge/judge-run.ts';
import { exitCodeFor } from '../../../src/judge/summary.ts';
import type { ArmPlan, Plan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { at } from '../judge/example-arm.ts';
import { settings } from '../plan/literals.ts';

const hardware = (await loadScenarios()).filter(({ needs }) => needs.includes('gpu-hardware'));
const facts = await readStackFacts(packageFile('k8s-fixtures/base'));

const planOf = (scenario: Scenario): Plan =>
  makePlan({ settings: { ...settings, profile: 'certify' }, scenarios: [scenario], facts });

const ended = at(1, { kind: 'arm-ended', playedPairs: 0 });
const lost = at(1, { kind: 'fault', what: 'the protected arm', cause: 'there is no GPU' });

test('the five questions that only real GPUs answer are asked', () => {
  expect(hardware.map(({ id }) => id)).toEqual([
    'gpu-compute-hog',
    'gpu-device-enumeration',
    'gpu-illegal-access',
    'gpu-limiter-unset',
    'vram-allocation-ladder',
  ]);
});

test('the numbers of a program stand in the plan', () => {
  const ladder = hardware.find(({ id }) => id === 'vram-allocation-ladder');
  const attack = ladder && planOf(ladder).arms[0]?.attack;
  const climbs = attack?.kind === 'steps' ? attack.steps.filter(({ kind }) => kind === 'objects') : [];
  const text = JSON.stringify(climbs);
  expect(climbs).toHaveLength(2);
  expect(text).toContain(`"--step-bytes","268435456","--ceiling-bytes","${facts.gpuMemoryBytes}"`);
  expect(text).toContain(`"--ceiling-bytes","${(facts.tenants[0]?.gpuPartitionBytes ?? 0) - 2 ** 30}"`);
});

describe.each(hardware.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  test('is not verified where there is no GPU, and says what it needs', () => {
    const missing = new Map([[scenario.id, ['gpu-hardware'] as const]]);
    const { verdicts, summary } = judgeRun({
      scenarios: [scenario],
      plan: planOf(scenario),
      recordOf: () => undefined,
      missing,
    });
    for (const { status, reason } of verdicts) {
      expect(status).toBe('not-verified');
      expect(reason).toMatch(/^needs gpu-hardware, which this cluster does not have/);
      expect(reason).toContain('has not run on hardware');
    }
    expect(summary).toMatchObject({ held: 0, notVerified: scenario.checks.length });
  });

  test.each([
    ['played to its end, and nothing was seen of a GPU', [at(0, { kind: 'arm-started' }), ended]],
    ['broken off', [at(0, { kind: 'arm-started' }), lost]],
    ['never played', []],
  ])('claims nothing where there is one: %s', (_what, observations) => {
    const { verdicts, summary } = judgeRun({
      scenarios: [scenario],
      plan: planOf(scenario),
      recordOf: ({ arm, weakness }: ArmPlan) => ({
        observations: observations.map((seen) => ({
          ...seen,
          scenario: scenario.id,
          arm,
          weakness: weakness?.fixture,
        })),
      }),
    });
    expect(new Set(verdicts.map(({ arm }) => arm))).toEqual(new Set(['protected', 'weakened']));
    for (const { status, evidence } of verdicts) {
      expect(status).toBe('inconclusive');
      expect(evidence).toContain('Read it with care: the scenario has not run on hardware yet');
    }
    expect(exitCodeFor(summary)).toBe(20);
  });
});
