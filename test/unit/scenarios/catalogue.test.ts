import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { packageFile } from '../../../src/system/package-file.ts';

const scenarios = await loadScenarios();
const fixtures = await readdir(packageFile('k8s-fixtures/weaknesses'));
const isHardware = ({ needs }: Scenario): boolean => needs.includes('gpu-hardware');
const fixturesOf = ({ weaknesses }: Scenario): string[] => weaknesses.map(({ fixture }) => fixture);

test('every weakness that can be deployed is looked for by a scenario', () => {
  const lookedFor = new Set(scenarios.flatMap(fixturesOf));
  expect(fixtures.filter((fixture) => !lookedFor.has(fixture))).toEqual([]);
});

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
  test('asks a question', () => {
    expect(scenario.question).toMatch(/\?$/u);
  });

  test('removes controls that can be removed, each once; those of hardware have no manifest', () => {
    const own = fixturesOf(scenario);
    expect(new Set(own).size).toBe(own.length);
    expect(own.filter((fixture) => fixtures.includes(fixture))).toEqual(isHardware(scenario) ? [] : own);
  });

  test('has checks with ids of their own, and one that must break with each control removed', () => {
    const ids = scenario.checks.map(({ check }) => check.id);
    expect(new Set(ids).size).toBe(ids.length);
    const proving = scenario.checks.filter(({ provesControl }) => provesControl).map(({ check }) => check.id);
    for (const { breaks = proving } of scenario.weaknesses) {
      expect(breaks).not.toEqual([]);
      expect(ids).toEqual(expect.arrayContaining([...breaks]));
    }
  });
});
