import type { Plan } from '../model/plan.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';

/**
 * Adds to a breach which control failed, why that usually happens, what mends it, and the command that plays just that
 * again; the evidence in one line is the reason of the verdict. A weakened arm breaks because it must: nobody is to blame.
 */
export function blame(
  verdict: Verdict,
  { id, control, cure }: Scenario,
  { profile, seed, arms }: Pick<Plan, 'profile' | 'seed' | 'arms'>,
): Verdict {
  if (verdict.arm !== 'protected' || verdict.status !== 'breached') return verdict;
  const reproduce = `tenantproof verify --scenario ${id} --profile ${profile} --seed ${seed}${crowdFlags(arms)}`;
  return { ...verdict, blame: { control, ...cure, reproduce } };
}

/** What makes the plan's crowd again; empty without one. */
function crowdFlags(arms: Plan['arms']): string {
  const crowd = arms.find((arm) => arm.crowd)?.crowd;
  if (!crowd) return '';
  const { victims, aggressors } = crowd;
  return ` --tenants ${victims.length + aggressors.length} --aggressors ${aggressors.length}`;
}
