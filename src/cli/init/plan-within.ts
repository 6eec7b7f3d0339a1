import type { ReadConfig } from '../../config/parse-config.ts';
import { UsageError } from '../../model/errors.ts';
import { planFor } from '../verify/prepare-plan.ts';
import type { PlanWithin } from './choose-budget.ts';

type Config = ReadConfig['config'];

/** Plans what verify would do with settings that were just made, whose keys need not be there yet. */
export const plansOf =
  (read: ReadConfig, { stream, env }: { stream: boolean; env: NodeJS.ProcessEnv }): PlanWithin =>
  async (budget) => {
    const config = { ...withoutKeys(read.config), victim: { stream }, budget };
    try {
      return (await planFor({ flags: {}, env, read: { ...read, config } })).plan;
    } catch (error) {
      if (error instanceof UsageError && error.code === 'nothing-to-play') return undefined;
      throw error;
    }
  };

function withoutKeys({ target, ...config }: Config): Config {
  if (!target) return config;
  return {
    ...config,
    target: { ...target, tenants: target.tenants.map((one) => ({ ...one, key: 'none' })) },
  };
}
