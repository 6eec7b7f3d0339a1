import { randomInt } from 'node:crypto';
import { loadConfig } from '../../config/load-config.ts';
import { loadObjectives } from '../../config/load-objectives.ts';
import type { Config } from '../../config/schema.ts';
import { resolveSettings, type Flags } from '../../config/settings.ts';
import { readStackFacts } from '../../config/stack-facts.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Settings } from '../../model/settings.ts';
import type { StackFacts } from '../../model/stack-facts.ts';
import { scenariosForCrowd } from '../../plan/crowd.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { packageFile } from '../../system/package-file.ts';
import { chooseScenarios, loadScenarios, withOwn } from '../load-scenarios.ts';

export interface PreparedRun {
  settings: Settings;
  /** Those that are played. */
  scenarios: Scenario[];
  /** Those that could have been chosen. */
  catalogue: readonly Scenario[];
  facts: StackFacts;
  plan: Plan;
}

/** Where it is said what a run is to be: flag > environment > file. */
export interface RunAsked {
  flags: Flags;
  env: NodeJS.ProcessEnv;
  config: Config;
  /** Scenarios that do not ship; they are chosen by id, as the others. */
  own?: readonly Scenario[];
}

/** From flags, environment and file to a plan; nothing has been started. @throws UsageError */
export const preparePlan = async (
  flags: Flags & { config?: string },
  env: NodeJS.ProcessEnv,
): Promise<PreparedRun> => planFor({ flags, env, config: await loadConfig(flags.config) });

/** From what was asked for to a plan; nothing has been started. @throws UsageError */
export async function planFor({ flags, env, config, own = [] }: RunAsked): Promise<PreparedRun> {
  const all = withOwn(await loadScenarios(), own);
  const measured = all.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const objectives = await loadObjectives(flags.slo ?? config.objectives ?? [], measured);
  const settings = resolveSettings(flags, env, config, { randomSeed: randomInt(2 ** 32), objectives });
  const chosen = chooseScenarios(all, settings.scenarios, settings.profile);
  const scenarios = scenariosForCrowd(chosen, settings);
  const facts = await readStackFacts(packageFile('k8s-fixtures/base'), settings.crowd);
  return { settings, scenarios, catalogue: all, facts, plan: makePlan({ settings, scenarios, facts }) };
}
