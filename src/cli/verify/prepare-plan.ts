import { randomInt } from 'node:crypto';
import { loadObjectives } from '../../config/load-objectives.ts';
import type { ReadConfig } from '../../config/parse-config.ts';
import { readToken } from '../../config/resolve-prometheus.ts';
import { readKeys } from '../../config/resolve-target.ts';
import { resolveSettings, type Flags } from '../../config/settings.ts';
import { readStackFacts } from '../../config/stack-facts.ts';
import { targetFacts } from '../../config/target-facts.ts';
import { leftOf, readLedger } from '../../experiment/spending/ledger.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Settings } from '../../model/settings.ts';
import type { StackFacts } from '../../model/stack-facts.ts';
import { scenariosForCrowd } from '../../plan/crowd.ts';
import type { Target } from '../../model/target.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { planForTarget } from '../../plan/target/plan-for-target.ts';
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
  /** Present if the stack is not ours. `keys` are the API keys by tenant, `token` that of its Prometheus: secret. */
  target?: Target & { keys: ReadonlyMap<string, string>; token?: string; newBudget: boolean };
}

/** Where it is said what a run is to be: flag > environment > file. */
export interface RunAsked {
  flags: Flags & { newBudget?: boolean };
  env: NodeJS.ProcessEnv;
  read: ReadConfig;
  /** Scenarios that do not ship; they are chosen by id, as the others. */
  own?: readonly Scenario[];
}

/** From flags, environment and file to a plan; nothing has been started. @throws UsageError */
export const preparePlan = async (
  flags: RunAsked['flags'] & { config?: string },
  { env, progress }: Pick<CommandContext, 'env' | 'progress'>,
): Promise<PreparedRun> => planFor({ flags, env, read: await readSettings(flags.config, progress) });

/** From what was asked for to a plan; nothing has been started. @throws UsageError */
export async function planFor({ flags, env, read, own = [] }: RunAsked): Promise<PreparedRun> {
  const { config, placeOf, file } = read;
  const all = withOwn(await loadScenarios(), own);
  const measured = all.filter(({ design }) => design.kind === 'paired-windows').map(({ id }) => id);
  const objectives = flags.slo
    ? await loadObjectives(flags.slo, measured)
    : await loadObjectives(config.objectives ?? [], measured, (index) => placeOf(['objectives', index]));
  try {
    const settings = resolveSettings(flags, env, config, { randomSeed: randomInt(2 ** 32), objectives });
    const chosen = chooseScenarios(all, settings.scenarios, settings.profile);
    const scenarios = scenariosForCrowd(chosen, settings);
    const { target } = settings;
    if (target) {
      const { newBudget = false } = flags;
      return await planOutside(settings, target, { scenarios, catalogue: all, env, newBudget, file });
    }
    const facts = await readStackFacts(packageFile('k8s-fixtures/base'), settings.crowd);
    return { settings, scenarios, catalogue: all, facts, plan: makePlan({ settings, scenarios, facts }) };
  } catch (error) {
    throw placeFault(error, read);
  }
}

interface Choice {
  scenarios: readonly Scenario[];
  catalogue: readonly Scenario[];
  env: NodeJS.ProcessEnv;
  newBudget: boolean;
  /** That describes the target. */
  file: string | undefined;
}

/** What cannot be asked of the target comes last, as in a run that is judged anew. */
async function planOutside(
  settings: Settings,
  target: Target,
  { scenarios, catalogue, env, newBudget, file }: Choice,
): Promise<PreparedRun> {
  const keys = await readKeys(target.tenants, env);
  const { token: place } = target.prometheus ?? {};
  const token = place && (await readToken(place, env));
  const facts = targetFacts(target);
  const left = leftOf(target, newBudget ? undefined : readLedger(target, env));
  const plan = withFile(planForTarget({ settings, scenarios, facts, target, left }), file);
  const isLeftOut = ({ id }: Scenario): boolean =>
    plan.notPlanned?.some(({ scenario }) => scenario === id) ?? false;
  return {
    settings,
    scenarios: [...scenarios.filter((scenario) => !isLeftOut(scenario)), ...scenarios.filter(isLeftOut)],
    catalogue,
    facts,
    plan,
    target: { ...target, keys, ...(token === undefined ? {} : { token }), newBudget },
  };
}

/** So that a report can say how the target is played again. */
const withFile = ({ target, ...plan }: Plan, config: string | undefined): Plan =>
  target ? { ...plan, target: { ...target, ...(config === undefined ? {} : { config }) } } : plan;
