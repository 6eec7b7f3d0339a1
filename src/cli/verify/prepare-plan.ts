import { randomInt } from 'node:crypto';
import { loadObjectives } from '../../config/load-objectives.ts';
import type { ReadConfig } from '../../config/parse-config.ts';
import { resolveSettings, type Flags } from '../../config/settings.ts';
import { readStackFacts } from '../../config/stack-facts.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Settings } from '../../model/settings.ts';
import type { StackFacts } from '../../model/stack-facts.ts';
import { scenariosForCrowd } from '../../plan/crowd.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { packageFile } from '../../system/package-file.ts';
import type { CommandContext } from '../context.ts';
import { chooseScenarios, loadScenarios, withOwn } from '../load-scenarios.ts';
import { readSettings } from '../read-settings.ts';
import { placeFault } from './place-fault.ts';

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
  read: ReadConfig;
  /** Scenarios that do not ship; they are chosen by id, as the others. */
  own?: readonly Scenario[];
}

/** From flags, environment and file to a plan; nothing has been started. @throws UsageError */
export const preparePlan = async (
  flags: Flags & { config?: string },
  { env, progress }: Pick<CommandContext, 'env' | 'progress'>,
): Promise<PreparedRun> => planFor({ flags, env, read: await readSettings(flags.config, progress) });

/** From what was asked for to a plan; nothing has been started. @throws UsageError */
export async function planFor({ flags, env, read, own = [] }: RunAsked): Promise<PreparedRun> {
  const { config, placeOf } = read;
  const all = withOwn(await loadScenarios(), own);
  const measured = all.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const objectives = flags.slo
    ? await loadObjectives(flags.slo, measured)
    : await loadObjectives(config.objectives ?? [], measured, (index) => placeOf(['objectives', index]));
  try {
    const settings = resolveSettings(flags, env, config, { randomSeed: randomInt(2 ** 32), objectives });
    const chosen = chooseScenarios(all, settings.scenarios, settings.profile);
    const scenarios = scenariosForCrowd(chosen, settings);
    const facts = await readStackFacts(packageFile('k8s-fixtures/base'), settings.crowd);
    return { settings, scenarios, catalogue: all, facts, plan: makePlan({ settings, scenarios, facts }) };
  } catch (error) {
    throw placeFault(error, read);
  }
}
