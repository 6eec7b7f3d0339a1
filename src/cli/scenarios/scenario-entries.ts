import { resolveSettings } from '../../config/settings.ts';
import { readStackFacts } from '../../config/stack-facts.ts';
import { askedOutside } from '../../model/asked-outside.ts';
import type { ScenarioEntry } from '../../model/scenario-entry.ts';
import type { Scenario } from '../../model/scenario.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { targetShows } from '../../plan/target/target-shows.ts';
import { packageFile } from '../../system/package-file.ts';
import { loadScenarios } from '../load-scenarios.ts';

/** Every scenario there is, with the time that it takes to play it with all of its weaknesses. */
export async function scenarioEntries(): Promise<ScenarioEntry[]> {
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'));
  const settings = resolveSettings({ profile: 'nightly' }, {}, {}, { randomSeed: 0, objectives: [] });
  return (await loadScenarios()).map((scenario) =>
    entryOf(scenario, makePlan({ settings, scenarios: [scenario], facts }).expectedSeconds.min),
  );
}

const entryOf = (scenario: Scenario, expectedSeconds: number): ScenarioEntry => {
  const { id, question, control, profiles, needs, weaknesses, checks, cure } = scenario;
  const shown = targetShows({ cluster: {} });
  const isForTarget = askedOutside(scenario).needs.every((need) => shown.includes(need));
  return {
    id,
    question,
    control,
    profiles,
    needs,
    weaknesses: weaknesses.map(({ fixture }) => fixture),
    objectives: checks.map(({ check }) => check.objective),
    expectedSeconds,
    cure,
    ...(isForTarget ? { asksOfTarget: scenario.outside?.asks ?? [] } : {}),
  };
};
