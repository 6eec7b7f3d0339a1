import { randomInt } from 'node:crypto';
import { loadConfig } from '../../config/load-config.ts';
import { loadObjectives } from '../../config/load-objectives.ts';
import { resolveSettings, type Flags } from '../../config/settings.ts';
import { readStackFacts } from '../../config/stack-facts.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Settings } from '../../model/settings.ts';
import type { StackFacts } from '../../model/stack-facts.ts';
import { scenariosForCrowd } from '../../plan/crowd.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { packageFile } from '../../system/package-file.ts';
import { chooseScenarios, loadScenarios } from '../load-scenarios.ts';

export interface PreparedRun {
  settings: Settings;
  scenarios: Scenario[];
  facts: StackFacts;
  plan: Plan;
}

/** From flags, environment and file to a plan; nothing has been started. @throws UsageError */
export async function preparePlan(
  flags: Flags & { config?: string },
  env: NodeJS.ProcessEnv,
): Promise<PreparedRun> {
  const config = await loadConfig(flags.config);
  const all = await loadScenarios();
  const measured = all.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const objectives = await loadObjectives(flags.slo ?? config.objectives ?? [], measured);
  const settings = resolveSettings(flags, env, config, { randomSeed: randomInt(2 ** 32), objectives });
  const chosen = chooseScenarios(all, settings.scenarios, settings.profile);
  const scenarios = scenariosForCrowd(chosen, settings);
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'), settings.crowd);
  return { settings, scenarios, facts, plan: makePlan({ settings, scenarios, facts }) };
}
