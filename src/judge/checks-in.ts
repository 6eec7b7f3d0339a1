import type { ArmPlan } from '../model/plan.ts';
import type { Scenario, ScenarioCheck } from '../model/scenario.ts';
import { eachVictimRatio } from './checks/each-victim-ratio.ts';
import { checkOf } from './checks/objective-check.ts';
import { victimP99Ratio } from './checks/victim-p99-ratio.ts';

/**
 * Checks that say something in an arm: the scenario's own and those of the objectives; where the control is removed, only
 * those that must notice it. Where a crowd's latency is looked at, that of each victim is too.
 */
export function checksIn(
  { checks, weaknesses }: Scenario,
  { weakness, objectives, crowd }: ArmPlan,
): readonly ScenarioCheck[] {
  const breaks = weaknesses.find(({ fixture }) => fixture === weakness?.fixture)?.breaks;
  const own = weakness
    ? checks.filter(({ check, provesControl }) => breaks?.includes(check.id) ?? provesControl)
    : checks;
  const ofEach = crowd ? own.filter(({ check }) => check.id === ofAllVictims).map(inEach) : [];
  return [
    ...own,
    ...ofEach,
    ...(weakness ? [] : objectives.map((objective) => ({ check: checkOf(objective), provesControl: false }))),
  ];
}

const ofAllVictims = victimP99Ratio().id;

const inEach = ({ provesControl }: ScenarioCheck): ScenarioCheck => ({
  check: eachVictimRatio(),
  provesControl,
});
