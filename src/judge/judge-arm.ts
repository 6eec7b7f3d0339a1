import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import { armIdOf, armKey, type ArmId } from '../model/arm-id.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { checksIn } from './checks-in.ts';

export const verdictId = (arm: ArmId, check: string): string => `${armKey(arm)}/${check}`;

/** One verdict for each check of the scenario, and each objective of the plan, that says something in this arm. */
export function judgeArm(scenario: Scenario, plan: ArmPlan, record: ArmRecord): Verdict[] {
  return checksIn(scenario, plan).map(({ check }) => ({
    id: verdictId(armIdOf(plan), check.id),
    ...armIdOf(plan),
    objective: check.objective,
    unit: check.unit,
    ...check.judge(plan, record),
  }));
}
