import type { ArmPlan } from '../model/plan.ts';
import type { Scenario, ScenarioCheck } from '../model/scenario.ts';
import { eachVictimRatio } from './checks/each-victim-ratio.ts';
import { checkOf } from './checks/objective-check.ts';

/**
 * Checks that say something in an arm: the scenario's own, that of every victim of a crowd, and those of the objectives; where the control is removed, only
 * those that must notice it.
 */
export function checksIn(
  { checks: own, weaknesses }: Scenario,
  { weakness, objectives, crowd }: ArmPlan,
): readonly ScenarioCheck[] {
  const checks = crowd ? [...own, { check: eachVictimRatio(), provesControl: true }] : own;
  if (weakness) {
    const breaks = weaknesses.find(({ fixture }) => fixture === weakness.fixture)?.breaks;
    return checks.filter(({ check, provesControl }) => breaks?.includes(check.id) ?? provesControl);
  }
  return [...checks, ...objectives.map((objective) => ({ check: checkOf(objective), provesControl: false }))];
}
