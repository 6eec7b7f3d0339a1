import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { isGated } from './gates/gated.ts';
import { checksIn } from './judge-arm.ts';

/**
 * Whether an arm may stop at a look. Only the checks that more pairs can decide are asked, and only for what their numbers
 * say: gates look at how the arm ended, and it has not ended yet. Counting checks have their answer at any look.
 */
export function isDecided(scenario: Scenario, plan: ArmPlan, record: ArmRecord): boolean {
  return checksIn(scenario, plan.arm).every(({ check }) => {
    if (!isGated(check) || !check.sequential) return true;
    const { status } = check.measure(plan, record);
    return status === 'held' || status === 'breached';
  });
}
