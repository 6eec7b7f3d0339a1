import type { Plan } from '../model/plan.ts';
import type { Verdict } from '../model/report.ts';
import { reproduceCommand } from '../model/reproduce-command.ts';
import type { Scenario } from '../model/scenario.ts';

/**
 * Adds to a breach which control failed, why that usually happens, what mends it, and the command that plays just that
 * again; the evidence in one line is the reason of the verdict. A weakened arm breaks because it must: nobody is to blame.
 */
export function blame(
  verdict: Verdict,
  { id, control, cure }: Scenario,
  plan: Pick<Plan, 'profile' | 'seed' | 'arms' | 'target'>,
): Verdict {
  if (verdict.arm !== 'protected' || verdict.status !== 'breached') return verdict;
  return { ...verdict, blame: { control, ...cure, reproduce: reproduceCommand(id, plan) } };
}
