import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { Verdict } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { checksIn } from './checks-in.ts';

export const verdictId = (scenario: string, arm: ArmPlan['arm'], check: string): string =>
  `${scenario}/${arm}/${check}`;

/** One verdict for each check of the scenario, and each objective of the plan, that says something in this arm. */
export function judgeArm(scenario: Scenario, plan: ArmPlan, record: ArmRecord): Verdict[] {
  return checksIn(scenario, plan).map(({ check }) => ({
    id: verdictId(scenario.id, plan.arm, check.id),
    scenario: scenario.id,
    arm: plan.arm,
    objective: check.objective,
    unit: check.unit,
    ...check.judge(plan, record),
  }));
}
