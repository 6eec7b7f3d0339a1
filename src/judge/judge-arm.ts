import type { ArmRecord } from '../model/observation.ts';
import type { ArmPlan } from '../model/plan.ts';
import type { Verdict } from '../model/report.ts';
import type { Arm, Scenario, ScenarioCheck } from '../model/scenario.ts';

/** Checks that say something in an arm: where the control is removed, only those that must notice it. */
export const checksIn = ({ checks }: Scenario, arm: Arm): readonly ScenarioCheck[] =>
  arm === 'weakened' ? checks.filter(({ provesControl }) => provesControl) : checks;

export const verdictId = (scenario: string, arm: Arm, check: string): string => `${scenario}/${arm}/${check}`;

/** One verdict for each check of the scenario that says something in this arm. */
export function judgeArm(scenario: Scenario, plan: ArmPlan, record: ArmRecord): Verdict[] {
  return checksIn(scenario, plan.arm).map(({ check }) => ({
    id: verdictId(scenario.id, plan.arm, check.id),
    scenario: scenario.id,
    arm: plan.arm,
    objective: check.objective,
    unit: check.unit,
    ...check.judge(plan, record),
  }));
}
