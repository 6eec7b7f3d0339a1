import type { Plan } from './plan.ts';

/** The command that plays one scenario of a run again, in the same order of windows and with the same crowd. */
export const reproduceCommand = (
  scenario: string,
  { profile, seed, arms }: Pick<Plan, 'profile' | 'seed' | 'arms'>,
): string =>
  `tenantproof verify --scenario ${scenario} --profile ${profile} --seed ${seed}${crowdFlags(arms)}`;

/** What makes the plan's crowd again; empty without one. */
function crowdFlags(arms: Plan['arms']): string {
  const crowd = arms.find((arm) => arm.crowd)?.crowd;
  if (!crowd) return '';
  const { victims, aggressors } = crowd;
  return ` --tenants ${victims.length + aggressors.length} --aggressors ${aggressors.length}`;
}
