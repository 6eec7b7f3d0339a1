import { askedOutside } from '../model/asked-outside.ts';
import type { Capability } from '../model/capability.ts';
import type { ArmPlan, Outside } from '../model/plan.ts';
import type { Scenario, ScenarioCheck } from '../model/scenario.ts';
import { eachVictimRatio } from './checks/each-victim-ratio.ts';
import { checkOf } from './checks/objective-check.ts';
import { victimP99Ratio } from './checks/victim-p99-ratio.ts';

/**
 * Checks that say something in an arm: the scenario's own and those of the objectives; where the control is removed, only
 * those that must notice it. Where a crowd's latency is looked at, that of each victim is too.
 */
export function checksIn(
  scenario: Scenario,
  { weakness, objectives, crowd, outside }: ArmPlan,
): readonly ScenarioCheck[] {
  const { checks, weaknesses } = outside ? askedOutside(scenario) : scenario;
  const breaks = weaknesses.find(({ fixture }) => fixture === weakness?.fixture)?.breaks;
  const shown = checks.filter((check) => isShown(check, outside));
  const own = weakness
    ? shown.filter(({ check, provesControl }) => breaks?.includes(check.id) ?? provesControl)
    : shown;
  const ofEach = crowd ? own.filter(({ check }) => check.id === ofAllVictims).map(inEach) : [];
  return [
    ...own,
    ...ofEach,
    ...(weakness ? [] : objectives.map((objective) => ({ check: checkOf(objective), provesControl: false }))),
  ];
}

/** Whether a platform that is seen from outside shows what the check needs; one of ours shows everything. */
const isShown = ({ needs = [] }: ScenarioCheck, outside: Outside | undefined): boolean =>
  !outside || unseenNeeds(needs, outside).length === 0;

/** What of it a platform that is seen from outside does not show. */
export const unseenNeeds = (needs: readonly Capability[], { shows }: Outside): Capability[] =>
  needs.filter((need) => !shows.includes(need));

const ofAllVictims = victimP99Ratio().id;

const inEach = ({ provesControl }: ScenarioCheck): ScenarioCheck => ({
  check: eachVictimRatio(),
  provesControl,
});
