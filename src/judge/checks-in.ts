import type { ArmPlan } from '../model/plan.ts';
import type { Scenario, ScenarioCheck } from '../model/scenario.ts';
import { checkOf } from './checks/objective-check.ts';

/**
 * Checks that say something in an arm: the scenario's own and those of the objectives; where the control is removed, only
 * those that must notice it.
 */
export function checksIn(
  { checks, weaknesses }: Scenario,
  { weakness, objectives }: ArmPlan,
): readonly ScenarioCheck[] {
  if (weakness) {
    const breaks = weaknesses.find(({ fixture }) => fixture === weakness.fixture)?.breaks;
    return checks.filter(({ check, provesControl }) => breaks?.includes(check.id) ?? provesControl);
  }
  return [...checks, ...objectives.map((objective) => ({ check: checkOf(objective), provesControl: false }))];
}
