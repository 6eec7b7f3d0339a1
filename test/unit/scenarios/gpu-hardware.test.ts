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
const lost = at(1, { kind: 'fault', what: 'the protected arm', cause: 'there is no GPU program' });

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
  expect(ladder && planOf(ladder).arms[0]?.attack).toEqual({
    kind: 'gpu-program',
    program: {
      name: 'allocation-ladder',
      gpus: 1,
      environment: {},
      stepBytes: 268_435_456,
      ceilingBytes: facts.gpuMemoryBytes,
    },
  });
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
      expect(reason).toBe('needs gpu-hardware, which this cluster does not have');
    }
    expect(summary).toMatchObject({ held: 0, notVerified: scenario.checks.length });
  });

  test.each([
    ['played to its end, with nothing amiss', [at(0, { kind: 'arm-started' }), ended]],
    ['broken off', [at(0, { kind: 'arm-started' }), lost]],
    ['never played', []],
  ])('claims nothing where there is one: %s', (_what, observations) => {
    const plan = planOf(scenario);
    const { verdicts, summary } = judgeRun({
      scenarios: [scenario],
      plan,
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
    for (const { status, reason } of verdicts) {
      expect(status).toBe('inconclusive');
      expect(reason).toContain('this version has no GPU programs yet');
    }
    expect(exitCodeFor(summary)).toBe(20);
  });
});
