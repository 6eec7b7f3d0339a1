import type { Plan } from '../model/plan.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';

/** Adds to a breach which control failed, why that usually happens, what mends it, and the command that plays just that again. */
export function blame(
  verdict: Verdict,
  { id, control, cure }: Scenario,
  { profile, seed }: Pick<Plan, 'profile' | 'seed'>,
): Verdict {
  if (verdict.arm !== 'protected' || verdict.status !== 'breached') return verdict;
  const reproduce = `npx tenantproof verify --scenario ${id} --profile ${profile} --seed ${seed}`;
  return { ...verdict, blame: { control, ...cure, reproduce } };
}
