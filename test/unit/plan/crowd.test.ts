import { describe, expect, test } from 'vitest';
import { readStackFacts } from '../../../src/config/stack-facts.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { scenariosForCrowd } from '../../../src/plan/crowd.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { packageFile } from '../../../src/system/package-file.ts';
import { flood, settings } from './literals.ts';

const long: Scenario = {
  ...flood,
  design: { ...flood.design, windowSeconds: 6, looksPairs: [6, 12, 24, 48] } as typeof flood.design,
};

async function armsOf(tenants: number, aggressors: number): Promise<ArmPlan[]> {
  const crowd = { tenants, aggressors };
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'), crowd);
  return makePlan({ settings: { ...settings, maxPairs: 48, crowd }, scenarios: [long], facts }).arms;
}

describe('a plan for a crowd', () => {
  test('has every tenant on its side, the first of either side as before, and the attack of all aggressors', async () => {
    const [arm] = await armsOf(100, 10);
    expect(arm?.crowd?.victims).toHaveLength(90);
    expect(arm?.crowd?.aggressors.map(({ name }) => name).slice(0, 2)).toEqual(['tenant-091', 'tenant-092']);
    expect([arm?.victim.name, arm?.aggressor.name]).toEqual(['tenant-001', 'tenant-091']);
    expect(arm?.attack).toEqual({ kind: 'request-flood', rateRps: 200 });
    expect(arm?.objectivesAtRisk).toBe(1);
  });

  test.each([
    [100, 10, 0.9],
    [20, 2, 0.95],
    [2, 1, 0.99],
  ])(
    'judges each victim of %i tenants with %i aggressors by the percentile %f, which its samples carry',
    async (tenants, aggressors, percentile) => {
      expect((await armsOf(tenants, aggressors))[0]?.crowd?.percentile).toBe(percentile);
    },
  );
});

describe('scenarios for a crowd', () => {
  const storm: Scenario = { ...flood, id: 'storm', attack: { kind: 'gpu-pod-storm', podCount: 50 } };
  const crowd = { tenants: 3, aggressors: 1 };

  test('are those whose attack is a load; what a profile chose beside them is left out', () => {
    expect(scenariosForCrowd([storm, flood], { crowd, scenarios: [] })).toEqual([flood]);
    expect(scenariosForCrowd([storm, flood], { scenarios: [] })).toEqual([storm, flood]);
  });

  test.each([
    [
      [storm, flood],
      ['storm', 'flood'],
    ],
    [[storm], []],
  ])('are refused where one was named, or none is left', (scenarios, scenariosNamed) => {
    expect(() => scenariosForCrowd(scenarios, { crowd, scenarios: scenariosNamed })).toThrow(
      'The attack of storm is no load',
    );
  });
});
