import type { ReadConfig } from '../../config/parse-config.ts';
import { UsageError } from '../../model/errors.ts';
import type { Budget } from '../../model/target.ts';
import { planFor } from '../verify/prepare-plan.ts';
import type { PlanWithin } from './choose-budget.ts';

/** Plans what verify would do with settings that were just made, whose keys need not be there yet. */
export const plansOf =
  (read: ReadConfig, env: NodeJS.ProcessEnv): PlanWithin =>
  async (budget) => {
    try {
      return (await planFor({ flags: {}, env, read: { ...read, config: withBudget(read.config, budget) } }))
        .plan;
    } catch (error) {
      if (error instanceof UsageError && error.code === 'nothing-to-play') return undefined;
      throw error;
    }
  };

function withBudget(config: ReadConfig['config'], budget: Budget): ReadConfig['config'] {
  const { target } = config;
  if (!target) return config;
  return {
    ...config,
    budget,
    target: { ...target, tenants: target.tenants.map((one) => ({ ...one, key: 'none' })) },
  };
}
