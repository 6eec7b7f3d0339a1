import { randomInt } from 'node:crypto';
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
import type { CommandContext } from '../context.ts';
import { chooseScenarios, loadScenarios } from '../load-scenarios.ts';
import { readSettings } from '../read-settings.ts';
import { placeFault } from './place-fault.ts';

export interface PreparedRun {
  settings: Settings;
  scenarios: Scenario[];
  facts: StackFacts;
  plan: Plan;
}

/** From flags, environment and file to a plan; nothing has been started. @throws UsageError */
export async function preparePlan(
  flags: Flags & { config?: string },
  { env, progress }: Pick<CommandContext, 'env' | 'progress'>,
): Promise<PreparedRun> {
  const read = await readSettings(flags.config, progress);
  const { config, placeOf } = read;
  const all = await loadScenarios();
  const measured = all.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const objectives = flags.slo
    ? await loadObjectives(flags.slo, measured)
    : await loadObjectives(config.objectives ?? [], measured, (index) => placeOf(['objectives', index]));
  try {
    const settings = resolveSettings(flags, env, config, { randomSeed: randomInt(2 ** 32), objectives });
    const chosen = chooseScenarios(all, settings.scenarios, settings.profile);
    const scenarios = scenariosForCrowd(chosen, settings);
    const facts = await readStackFacts(packageFile('k8s-fixtures/base'), settings.crowd);
    return { settings, scenarios, facts, plan: makePlan({ settings, scenarios, facts }) };
  } catch (error) {
    throw placeFault(error, read);
  }
}
