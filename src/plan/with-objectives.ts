import { askedOutside } from '../model/asked-outside.ts';
import type { Objective } from '../model/objective.ts';
import type { ArmPlan, Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { objectivesAtRisk, objectivesFor, withLimitsOf } from './objectives.ts';

/**
 * The plan of a run that was played, with other objectives to judge it by. What was played stays as it was.
 * @throws UsageError `bad-objective`
 */
export function withObjectives(
  plan: Plan,
  scenarios: readonly Scenario[],
  objectives: readonly Objective[],
): Plan {
  const asked = plan.target ? scenarios.map(askedOutside) : scenarios;
  const byId = new Map(asked.map((scenario) => [scenario.id, scenario]));
  const promised = (arm: ArmPlan): readonly Objective[] => {
    const scenario = byId.get(arm.scenario);
    return scenario && arm.arm === 'protected' ? objectivesFor(scenario, objectives) : [];
  };
  const isCrowd = plan.arms.some(({ crowd }) => crowd !== undefined);
  const atRisk = objectivesAtRisk(asked, objectives, isCrowd);
  const arms = plan.arms.map((arm) => ({
    ...arm,
    limits: withLimitsOf(objectives, plan.limits, arm.scenario),
    objectives: promised(arm),
    objectivesAtRisk: atRisk,
  }));
  return { ...plan, objectives, arms };
}
